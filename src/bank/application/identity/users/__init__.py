"""Who acts for a customer: listed, removed, shut out, let in again."""
