-- CreateIndex
CREATE INDEX "photo_project_id_content_type_idx" ON "photo"("project_id", "content_type");

-- CreateIndex
CREATE INDEX "photo_project_id_taken_at_idx" ON "photo"("project_id", "taken_at");

-- Hand-written: Prisma has no indexes on expressions and lets them be. The expression is that of search/photo-scope.ts.
CREATE INDEX "photo_camera_idx" ON "photo"
  ("project_id", (coalesce("camera_make" || ' ', '') || coalesce("camera_model", '')));

-- Indexes of full vectors, which the search no longer uses; the worker makes those of half precision.
DO $$
DECLARE
  outdated text;
BEGIN
  FOR outdated IN
    SELECT indexname FROM pg_indexes WHERE schemaname = 'vectors' AND indexname LIKE 'image\_embedding\_hnsw\_%'
  LOOP
    EXECUTE format('DROP INDEX vectors.%I', outdated);
  END LOOP;
END $$;
