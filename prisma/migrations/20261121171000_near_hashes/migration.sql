-- CreateTable
CREATE TABLE "photo_hash" (
    "project_id" UUID NOT NULL,
    "hash" CHAR(16) NOT NULL,

    CONSTRAINT "photo_hash_pkey" PRIMARY KEY ("project_id","hash")
);

-- CreateTable
CREATE TABLE "near_hash" (
    "project_id" UUID NOT NULL,
    "hash" CHAR(16) NOT NULL,
    "other_hash" CHAR(16) NOT NULL,

    CONSTRAINT "near_hash_pkey" PRIMARY KEY ("project_id","hash","other_hash")
);

-- CreateIndex
CREATE INDEX "near_hash_project_id_other_hash_idx" ON "near_hash"("project_id", "other_hash");

-- AddForeignKey
ALTER TABLE "photo_hash" ADD CONSTRAINT "photo_hash_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "near_hash" ADD CONSTRAINT "near_hash_project_id_hash_fkey" FOREIGN KEY ("project_id", "hash") REFERENCES "photo_hash"("project_id", "hash") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "near_hash" ADD CONSTRAINT "near_hash_project_id_other_hash_fkey" FOREIGN KEY ("project_id", "other_hash") REFERENCES "photo_hash"("project_id", "hash") ON DELETE CASCADE ON UPDATE CASCADE;

-- Hand-written from here on: Prisma has neither functions nor indexes on expressions, and lets them be.

-- Which photos have this hash. Bearing `deleted_at` along answers it from the index alone.
CREATE INDEX "photo_hash_of" ON "photo" ("project_id", "perceptual_hash") INCLUDE ("deleted_at")
  WHERE "perceptual_hash" IS NOT NULL;

-- One of the four bands of 16 bits of a hash, as a number.
CREATE FUNCTION hash_band(p_hash text, p_band integer) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$ SELECT ('x' || substr(p_hash, p_band * 4 + 1, 4))::bit(16)::integer $$;

CREATE INDEX "photo_hash_band_0" ON "photo_hash" ("project_id", hash_band("hash"::text, 0));
CREATE INDEX "photo_hash_band_1" ON "photo_hash" ("project_id", hash_band("hash"::text, 1));
CREATE INDEX "photo_hash_band_2" ON "photo_hash" ("project_id", hash_band("hash"::text, 2));
CREATE INDEX "photo_hash_band_3" ON "photo_hash" ("project_id", hash_band("hash"::text, 3));

-- A band and the sixteen that differ from it in one bit.
CREATE FUNCTION near_bands(p_band integer) RETURNS integer[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT array_agg(p_band # step) FROM unnest(ARRAY[0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192,
    16384, 32768]) AS step $$;

-- Remembers hashes of a project and which of those known already lie within six bits of them. Two hashes that differ in
-- at most seven bits have a band that differs in at most one (four bands with two each would be eight), so looking up 17
-- values of each band misses none. A hash is linked to its 64 nearest at most: thousands of pictures that all look alike
-- stay one group through them, and cost 64 rows each instead of one for every pair.
CREATE FUNCTION link_near_hashes(p_project_id uuid, p_hashes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_hash text;
BEGIN
  -- One at a time: of two that do not see each other's rows, neither would find the pair between them.
  PERFORM pg_advisory_xact_lock(hashtextextended('near hashes of ' || p_project_id, 0));
  FOR v_hash IN
    INSERT INTO photo_hash (project_id, hash) SELECT DISTINCT p_project_id, h FROM unnest(p_hashes) AS h ORDER BY h
    ON CONFLICT DO NOTHING RETURNING hash
  LOOP
    INSERT INTO near_hash (project_id, hash, other_hash)
    SELECT p_project_id, least(v_hash, near.hash), greatest(v_hash, near.hash) FROM (
      SELECT o.hash, bit_count(('x' || o.hash)::bit(64) # ('x' || v_hash)::bit(64)) AS distance FROM (
        SELECT hash FROM photo_hash WHERE project_id = p_project_id AND hash_band(hash::text, 0) = ANY (near_bands(hash_band(v_hash, 0)))
        UNION SELECT hash FROM photo_hash WHERE project_id = p_project_id AND hash_band(hash::text, 1) = ANY (near_bands(hash_band(v_hash, 1)))
        UNION SELECT hash FROM photo_hash WHERE project_id = p_project_id AND hash_band(hash::text, 2) = ANY (near_bands(hash_band(v_hash, 2)))
        UNION SELECT hash FROM photo_hash WHERE project_id = p_project_id AND hash_band(hash::text, 3) = ANY (near_bands(hash_band(v_hash, 3)))
      ) AS o WHERE o.hash <> v_hash
    ) AS near WHERE near.distance <= 6 ORDER BY near.distance, near.hash LIMIT 64
    ON CONFLICT DO NOTHING;
  END LOOP;
END
$$;

-- What is there already.
SELECT link_near_hashes(project_id, array_agg(DISTINCT perceptual_hash::text))
  FROM photo WHERE perceptual_hash IS NOT NULL GROUP BY project_id;

-- Forgets hashes that no photo has any more. Under the same lock, so that one that is linked again this very moment stays.
CREATE FUNCTION forget_orphan_hashes(p_project_id uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('near hashes of ' || p_project_id, 0));
  DELETE FROM photo_hash h WHERE h.project_id = p_project_id AND NOT EXISTS (
    SELECT FROM photo p WHERE p.project_id = p_project_id AND p.perceptual_hash = h.hash);
END
$$;
