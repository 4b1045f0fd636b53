-- CreateTable
CREATE TABLE "distinct_photos" (
    "photo_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "distinct_photos_pkey" PRIMARY KEY ("photo_id","other_id")
);

-- CreateIndex
CREATE INDEX "distinct_photos_other_id_idx" ON "distinct_photos"("other_id");

-- AddForeignKey
ALTER TABLE "distinct_photos" ADD CONSTRAINT "distinct_photos_photo_id_fkey" FOREIGN KEY ("photo_id") REFERENCES "photo"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "distinct_photos" ADD CONSTRAINT "distinct_photos_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "photo"("id") ON DELETE CASCADE ON UPDATE CASCADE;
