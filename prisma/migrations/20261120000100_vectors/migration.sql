-- Hand-written: Prisma must not own vector tables (docs/decisions/0002).
CREATE EXTENSION IF NOT EXISTS vector;
CREATE SCHEMA vectors;

-- The models whose vectors are kept, and how their cosines are to be read. "Find similar" needs both while the
-- embedding service is down.
CREATE TABLE vectors.model (
  id           text         NOT NULL PRIMARY KEY,
  dimensions   integer      NOT NULL,
  calibration  jsonb        NOT NULL,
  seen_at      timestamptz  NOT NULL DEFAULT now()
);

-- Embeddings belong to content (sha256), so a re-upload or a second project costs nothing.
CREATE TABLE vectors.image_embedding (
  sha256     char(64)     NOT NULL,
  model      text         NOT NULL,
  aspect     text         NOT NULL DEFAULT 'visual',
  embedding  vector(512)  NOT NULL,
  created_at timestamptz  NOT NULL DEFAULT now(),
  PRIMARY KEY (sha256, model, aspect)
);

-- A row with its 2,056 bytes of vector is just above the 2,032 at which Postgres begins to move values out of line. A
-- vector in the TOAST table makes an exact scan several times slower; with only the vector kept in line Postgres moves
-- the next longest value, sha256, and each join pays the fetch (75 µs a row, ten times the comparison of the vectors).
-- So all of them stay. Three rows fill a page.
ALTER TABLE vectors.image_embedding
  ALTER COLUMN embedding SET STORAGE PLAIN,
  ALTER COLUMN sha256 SET STORAGE PLAIN,
  ALTER COLUMN model SET STORAGE PLAIN,
  ALTER COLUMN aspect SET STORAGE PLAIN;

-- The HNSW indexes, one a model, are made when a model holds enough rows (app/domain/embeddings/ensure-model-index).
