-- Takes due jobs for a worker: the first of the order that job_open keeps. A function, because its plan is then made
-- once a session (planning took longer than running), on the embedded database too, which has no prepared statements.
-- The settings hold the plan to the index: after a burst of new jobs the statistics know of none of them yet, and each
-- call read and sorted all that wait.
CREATE FUNCTION take_due_jobs(p_limit integer, p_worker_id text) RETURNS SETOF job LANGUAGE plpgsql
  SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off SET enable_hashjoin = off
AS $$
DECLARE
  v_ids uuid[];
BEGIN
  v_ids := array(
    SELECT id FROM job
     WHERE status IN ('waiting', 'running', 'blocked', 'paused') AND status <> 'paused' AND worker_id IS NULL
       AND (next_run_at IS NULL OR next_run_at <= now())
     ORDER BY priority, coalesce(next_run_at, created_at) LIMIT p_limit FOR UPDATE SKIP LOCKED);
  IF cardinality(v_ids) = 0 THEN RETURN; END IF;
  -- A row that graphile-worker has just locked stays; what it then asks for comes to nothing.
  PERFORM graphile_worker.complete_jobs(array(
    SELECT g.id FROM unnest(v_ids) AS due(id) JOIN graphile_worker.jobs g ON g.key = 'job:' || due.id));
  RETURN QUERY
    UPDATE job SET status = CASE WHEN status = 'blocked' THEN status ELSE 'running' END, worker_id = p_worker_id,
           lease = lease + 1, started_at = coalesce(started_at, now()), progress_at = now(), next_run_at = NULL,
           updated_at = now()
     WHERE id = ANY (v_ids) RETURNING *;
END
$$;

-- Without `id` in it: statistics from before the first jobs made the planner read this whole index to find jobs by id.
-- The list sorts the few rows of one moment itself.
DROP INDEX "job_project_id_created_at_id_idx";
CREATE INDEX "job_project_id_created_at_idx" ON "job" ("project_id", "created_at" DESC);

-- The same for graphile-worker's look for a row of this key, whose plan a session makes once, often on an empty queue.
ALTER FUNCTION enqueue_job(uuid, uuid, uuid, text, text, jsonb, integer, text, integer, text, text[], timestamptz)
  SET enable_seqscan = off;
