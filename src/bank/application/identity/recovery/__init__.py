"""How somebody who forgot their password comes in again."""
