"""Mail: written into the outbox in the caller's transaction, delivered by a job."""
