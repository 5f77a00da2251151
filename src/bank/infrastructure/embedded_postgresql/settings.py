"""Which settings PostgreSQL is started with."""

from collections.abc import Mapping
from pathlib import Path

from bank.infrastructure.embedded_postgresql.faults import SettingIsReserved
from bank.infrastructure.embedded_postgresql.sizing import memory_of_machine, shared_buffers

PORT = 5432

DEFAULTS: Mapping[str, str] = {
    "max_connections": "100",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    # These binaries are built with pglz alone; "on" means pglz.
    "wal_compression": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # The detail and context of an error quote rows; logs carry no customer's data.
    "log_error_verbosity": "terse",
    "log_rotation_size": "10MB",
    # So that recovery has something to say to whoever waits for it.
    "log_startup_progress_interval": "1s",
}

RESERVED = frozenset(
    {
        "config_file",
        "data_directory",
        "external_pid_file",
        "hba_file",
        "ident_file",
        "listen_addresses",
        "log_destination",
        "log_directory",
        "log_file_mode",
        "log_filename",
        "log_rotation_age",
        "logging_collector",
        "port",
        "unix_socket_directories",
        "unix_socket_group",
        "unix_socket_permissions",
    }
)


def chosen_settings(overrides: Mapping[str, str]) -> dict[str, str]:
    """Lay the caller's settings over the defaults.

    Raises SettingIsReserved for one on which privacy or supervision rests.
    """
    for name in overrides:
        if name.lower() in RESERVED:
            raise SettingIsReserved(name)
    sized = {"shared_buffers": shared_buffers(memory_of_machine())}
    return {**DEFAULTS, **sized, **overrides}


def command_line(settings: Mapping[str, str], *, socket_dir: Path, log_dir: Path) -> list[str]:
    """Spell the settings as arguments of ``postgres``, with those that are never the caller's."""
    quoted = str(socket_dir).replace('"', '""')
    private = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": f'"{quoted}"',
        "unix_socket_permissions": "0700",
        "logging_collector": "on",
        "log_destination": "stderr",
        "log_directory": str(log_dir),
        "log_filename": "postgresql-%Y-%m-%d_%H%M%S.log",
        "log_file_mode": "0600",
        "log_rotation_age": "0",
    }
    return [
        part
        for name, value in {**settings, **private}.items()
        for part in ("-c", f"{name}={value}")
    ]
