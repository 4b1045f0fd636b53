-- What the job runtime needs on top of the first tables (docs/decisions/0006-jobs.md).

ALTER TABLE "job"
  ADD COLUMN "key" TEXT,
  ADD COLUMN "payload_version" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "itemised" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "lease" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "next_run_at" TIMESTAMPTZ(3);

ALTER TABLE "job_item"
  ADD COLUMN "lease" INTEGER,
  ADD COLUMN "crashes" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "checkpoint" TEXT;

ALTER TABLE "worker"
  ADD COLUMN "queue_worker_id" TEXT;

-- One open job per project, name and key: a second request joins it. Prisma knows no partial index.
CREATE UNIQUE INDEX "job_open_key" ON "job" (coalesce("project_id", '00000000-0000-0000-0000-000000000000'::uuid), "name", "key")
  WHERE "key" IS NOT NULL AND "status" IN ('waiting', 'running', 'blocked', 'paused');

-- What recovery and the header badge look at: a handful of rows, however long the history.
CREATE INDEX "job_open" ON "job" ("status", "worker_id")
  WHERE "status" IN ('waiting', 'running', 'blocked', 'paused');

-- Joins the open job of that key or makes one, adds its items and hands it to graphile-worker, in one round trip and
-- inside the caller's transaction. The row lock on `job` orders it against the job's finish: either the items are in
-- before the last look for pending ones, or the job is closed already and a new one is made.
CREATE FUNCTION enqueue_job(
  p_id uuid, p_project_id uuid, p_parent_id uuid, p_name text, p_title text, p_payload jsonb, p_payload_version integer,
  p_key text, p_priority integer, p_created_by_id text, p_items text[], p_run_at timestamptz
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  v_id uuid;
  v_status "JobStatus";
  v_again integer := 0;
  v_failed_again integer := 0;
  v_added integer := 0;
BEGIN
  INSERT INTO job (id, project_id, parent_id, name, title, payload, payload_version, key, priority, created_by_id, next_run_at, updated_at)
  VALUES (p_id, p_project_id, p_parent_id, p_name, p_title, p_payload, p_payload_version, p_key, p_priority, p_created_by_id, p_run_at, now())
  ON CONFLICT (coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid), name, key)
    WHERE key IS NOT NULL AND status IN ('waiting', 'running', 'blocked', 'paused')
    DO UPDATE SET updated_at = now()
  RETURNING id, status INTO v_id, v_status;

  IF cardinality(p_items) > 0 THEN
    -- An item that is finished and asked for again is done again; a pending or running one is left alone.
    WITH again AS (
      UPDATE job_item i SET status = 'pending', attempts = 0, crashes = 0, lease = NULL, checkpoint = NULL,
             error_code = NULL, error_message = NULL, started_at = NULL, finished_at = NULL
        FROM (SELECT job_id, key, status AS was FROM job_item
               WHERE job_id = v_id AND key = ANY (p_items) AND status IN ('done', 'failed') FOR UPDATE) old
       WHERE i.job_id = old.job_id AND i.key = old.key
      RETURNING old.was
    )
    SELECT count(*) FILTER (WHERE was = 'done'), count(*) FILTER (WHERE was = 'failed') INTO v_again, v_failed_again FROM again;

    INSERT INTO job_item (job_id, key) SELECT v_id, k FROM unnest(p_items) AS k ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_added = ROW_COUNT;
    UPDATE job SET itemised = true, total = total + v_added, done = done - v_again, failed = failed - v_failed_again WHERE id = v_id;
  END IF;

  -- A running job sees its new items by itself, a paused one must stay paused. A blocked one is looked at at once: part
  -- of the new work may not need what is down.
  IF v_id = p_id OR v_status = 'blocked' THEN
    PERFORM graphile_worker.add_job('run-job', json_build_object('jobId', v_id), run_at => p_run_at, max_attempts => 25,
      job_key => 'job:' || v_id, priority => p_priority);
  END IF;
  RETURN v_id;
END
$$;
