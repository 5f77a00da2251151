"""What all tables share: the naming of constraints, the sequences, the type of moments."""

from sqlalchemy import DateTime, MetaData, Sequence

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

row_numbers = Sequence("row_number", metadata=metadata, start=1)
data_key_numbers = Sequence("data_key_number", metadata=metadata, start=1)

Moment = DateTime(timezone=True)
