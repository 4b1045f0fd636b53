-- "Which jobs have had this photo?": the sweep asks it for every photo that waits.
CREATE INDEX "job_item_key_idx" ON "job_item"("key");
