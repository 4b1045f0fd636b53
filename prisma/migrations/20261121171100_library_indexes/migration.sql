-- Hand-written: Prisma's own would index deleted photos too, and then neither counts nor choices can be read from the
-- index alone. What looks at deleted photos goes by other columns.
DROP INDEX "photo_project_id_status_idx";
CREATE INDEX "photo_status_idx" ON "photo" ("project_id", "status") WHERE "deleted_at" IS NULL;

DROP INDEX "photo_project_id_content_type_idx";
CREATE INDEX "photo_content_type_idx" ON "photo" ("project_id", "content_type") WHERE "deleted_at" IS NULL;

CREATE INDEX "photo_camera_model_idx" ON "photo" ("project_id", "camera_model")
  WHERE "deleted_at" IS NULL AND "camera_model" IS NOT NULL;
