-- A free worker takes the most urgent due jobs in this order, without a sort of all that wait. What recovery and the
-- header badge look at is the same handful of open rows; an entry for every status was a write at every change of it.
DROP INDEX "job_open";
CREATE INDEX "job_open" ON "job" ("priority", coalesce("next_run_at", "created_at"))
  WHERE "status" IN ('waiting', 'running', 'blocked', 'paused');

-- Nearly no job has a parent, and each version of each row wrote an entry that says so.
DROP INDEX "job_parent_id_idx";
CREATE INDEX "job_parent_id_idx" ON "job" ("parent_id") WHERE "parent_id" IS NOT NULL;
