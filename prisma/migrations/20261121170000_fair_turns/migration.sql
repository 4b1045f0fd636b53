-- Turns between projects: a shop that asks for ten thousand jobs must not put one job of its neighbour behind them all.
-- Within a rank the next job is one of the project of which this worker holds the fewest, then the one due longest.
DROP INDEX "job_open";
CREATE INDEX "job_open" ON "job" ("priority", coalesce("project_id", '00000000-0000-0000-0000-000000000000'::uuid),
  coalesce("next_run_at", "created_at")) WHERE "status" IN ('waiting', 'running', 'blocked', 'paused');

-- A lane is what one project has open at one rank. The recursion finds each lane's first row by one probe of job_open,
-- so that looking for whose turn it is costs by the projects that wait, not by their jobs.
CREATE FUNCTION job_lanes() RETURNS TABLE (priority integer, project uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE lane AS (
    (SELECT priority, coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid) AS project FROM job
      WHERE status IN ('waiting', 'running', 'blocked', 'paused') ORDER BY 1, 2 LIMIT 1)
    UNION ALL
    SELECT following.* FROM lane, LATERAL (
      SELECT job.priority, coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid) FROM job
       WHERE status IN ('waiting', 'running', 'blocked', 'paused')
         AND (job.priority, coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid))
             > (lane.priority, lane.project)
       ORDER BY 1, 2 LIMIT 1) following
  )
  SELECT * FROM lane
$$;

-- Of each lane it looks at as many jobs as are asked for; `turn` counts them on from what their project has running.
-- The worker says what it holds (a project for each job): an index of held jobs would be two more writes a job.
DROP FUNCTION take_due_jobs(integer, text);
CREATE FUNCTION take_due_jobs(p_limit integer, p_worker_id text, p_held uuid[]) RETURNS SETOF job LANGUAGE plpgsql
  SET enable_bitmapscan = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  v_ids uuid[];
BEGIN
  v_ids := array(
    SELECT due.id
      FROM job_lanes() lane,
           LATERAL (SELECT count(*) AS jobs FROM unnest(p_held) AS project WHERE project = lane.project) held,
           LATERAL (SELECT id, due_at, held.jobs + row_number() OVER (ORDER BY due_at) AS turn
                      FROM (SELECT id, coalesce(next_run_at, created_at) AS due_at FROM job
                             WHERE status IN ('waiting', 'running', 'blocked', 'paused') AND status <> 'paused'
                               AND priority = lane.priority
                               AND coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid) = lane.project
                               AND worker_id IS NULL AND coalesce(next_run_at, created_at) <= now()
                             ORDER BY coalesce(next_run_at, created_at) LIMIT p_limit FOR UPDATE SKIP LOCKED) open) due
     ORDER BY lane.priority, due.turn, due.due_at LIMIT p_limit);
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
