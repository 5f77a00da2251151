"""Who comes in: principals, what they prove themselves by, sessions, and how they hear of it."""
