--
-- PostgreSQL database dump
--

--
-- Name: vectors; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA vectors;

--
-- Name: vector; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;

--
-- Name: EXTENSION vector; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION vector IS 'vector data type and ivfflat and hnsw access methods';

--
-- Name: FlagState; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public."FlagState" AS ENUM (
    'off',
    'internal',
    'percent',
    'on'
);

--
-- Name: JobItemStatus; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public."JobItemStatus" AS ENUM (
    'pending',
    'running',
    'done',
    'failed'
);

--
-- Name: JobStatus; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public."JobStatus" AS ENUM (
    'waiting',
    'running',
    'blocked',
    'paused',
    'completed',
    'completed_with_failures',
    'failed',
    'cancelled'
);

--
-- Name: PairState; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public."PairState" AS ENUM (
    'proposed',
    'accepted',
    'rejected'
);

--
-- Name: PairingStrategy; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public."PairingStrategy" AS ENUM (
    'direct',
    'local',
    'hybrid'
);

--
-- Name: PhotoStatus; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public."PhotoStatus" AS ENUM (
    'waiting',
    'processed',
    'ready',
    'failed'
);

--
-- Name: ProductRole; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public."ProductRole" AS ENUM (
    'front',
    'back',
    'detail'
);

--
-- Name: Role; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public."Role" AS ENUM (
    'admin',
    'staff',
    'customer'
);

--
-- Name: enqueue_job(uuid, uuid, uuid, text, text, jsonb, integer, text, integer, text, text[], timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.enqueue_job(p_id uuid, p_project_id uuid, p_parent_id uuid, p_name text, p_title text, p_payload jsonb, p_payload_version integer, p_key text, p_priority integer, p_created_by_id text, p_items text[], p_run_at timestamp with time zone) RETURNS uuid
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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

--
-- Name: forget_orphan_hashes(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.forget_orphan_hashes(p_project_id uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('near hashes of ' || p_project_id, 0));
  DELETE FROM photo_hash h WHERE h.project_id = p_project_id AND NOT EXISTS (
    SELECT FROM photo p WHERE p.project_id = p_project_id AND p.perceptual_hash = h.hash);
END
$$;

--
-- Name: hash_band(text, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.hash_band(p_hash text, p_band integer) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT ('x' || substr(p_hash, p_band * 4 + 1, 4))::bit(16)::integer $$;

--
-- Name: job_lanes(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.job_lanes() RETURNS TABLE(priority integer, project uuid)
    LANGUAGE sql STABLE
    AS $$
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

--
-- Name: link_near_hashes(uuid, text[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.link_near_hashes(p_project_id uuid, p_hashes text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
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

--
-- Name: near_bands(integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.near_bands(p_band integer) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT array_agg(p_band # step) FROM unnest(ARRAY[0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192,
    16384, 32768]) AS step $$;

--
-- Name: job; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.job (
    id uuid NOT NULL,
    project_id uuid,
    parent_id uuid,
    name text NOT NULL,
    title text NOT NULL,
    payload jsonb NOT NULL,
    status public."JobStatus" DEFAULT 'waiting'::public."JobStatus" NOT NULL,
    status_reason text,
    error_code text,
    priority integer DEFAULT 0 NOT NULL,
    request text,
    total integer DEFAULT 0 NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    failed integer DEFAULT 0 NOT NULL,
    current_step text,
    attempts integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    worker_id text,
    created_by_id text,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    started_at timestamp(3) with time zone,
    progress_at timestamp(3) with time zone,
    finished_at timestamp(3) with time zone,
    updated_at timestamp(3) with time zone NOT NULL,
    key text,
    payload_version integer DEFAULT 1 NOT NULL,
    itemised boolean DEFAULT false NOT NULL,
    lease integer DEFAULT 0 NOT NULL,
    next_run_at timestamp(3) with time zone
);

--
-- Name: take_due_jobs(integer, text, uuid[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.take_due_jobs(p_limit integer, p_worker_id text, p_held uuid[]) RETURNS SETOF public.job
    LANGUAGE plpgsql
    SET enable_bitmapscan TO 'off'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
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

--
-- Name: account; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account (
    id text NOT NULL,
    account_id text NOT NULL,
    provider_id text NOT NULL,
    user_id text NOT NULL,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamp(3) with time zone,
    refresh_token_expires_at timestamp(3) with time zone,
    scope text,
    password text,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL
);

--
-- Name: collection; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.collection (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: collection_photo; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.collection_photo (
    collection_id uuid NOT NULL,
    photo_id uuid NOT NULL,
    added_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: distinct_photos; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.distinct_photos (
    photo_id uuid NOT NULL,
    other_id uuid NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: flag; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.flag (
    key text NOT NULL,
    state public."FlagState" NOT NULL,
    percent integer DEFAULT 0 NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL
);

--
-- Name: flag_override; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.flag_override (
    flag_key text NOT NULL,
    user_id text NOT NULL,
    enabled boolean NOT NULL
);

--
-- Name: flag_use; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.flag_use (
    id bigint NOT NULL,
    flag_key text NOT NULL,
    inside boolean NOT NULL,
    duration_ms double precision NOT NULL,
    error_code text,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: flag_use_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.flag_use_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

--
-- Name: flag_use_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.flag_use_id_seq OWNED BY public.flag_use.id;

--
-- Name: invitation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invitation (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    email text NOT NULL,
    role public."Role" NOT NULL,
    token_hash text NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    accepted_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: job_item; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.job_item (
    job_id uuid NOT NULL,
    key text NOT NULL,
    status public."JobItemStatus" DEFAULT 'pending'::public."JobItemStatus" NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    error_code text,
    error_message text,
    started_at timestamp(3) with time zone,
    finished_at timestamp(3) with time zone,
    lease integer,
    crashes integer DEFAULT 0 NOT NULL,
    checkpoint text
);

--
-- Name: job_log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.job_log (
    id bigint NOT NULL,
    job_id uuid NOT NULL,
    at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    level text NOT NULL,
    message text NOT NULL,
    data jsonb
);

--
-- Name: job_log_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.job_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

--
-- Name: job_log_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.job_log_id_seq OWNED BY public.job_log.id;

--
-- Name: job_step; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.job_step (
    job_id uuid NOT NULL,
    key text NOT NULL,
    result jsonb,
    started_at timestamp(3) with time zone NOT NULL,
    finished_at timestamp(3) with time zone
);

--
-- Name: membership; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.membership (
    project_id uuid NOT NULL,
    user_id text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: near_hash; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.near_hash (
    project_id uuid NOT NULL,
    hash character(16) NOT NULL,
    other_hash character(16) NOT NULL
);

--
-- Name: pairing_pair; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pairing_pair (
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    front_photo_id uuid NOT NULL,
    back_photo_id uuid NOT NULL,
    score double precision NOT NULL,
    confidence text NOT NULL,
    evidence jsonb NOT NULL,
    state public."PairState" DEFAULT 'proposed'::public."PairState" NOT NULL,
    product_id uuid,
    version integer DEFAULT 0 NOT NULL,
    changed_by_id text
);

--
-- Name: pairing_run; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pairing_run (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    job_id uuid,
    strategy public."PairingStrategy" NOT NULL,
    created_by_id text,
    cost_usd double precision DEFAULT 0 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    finished_at timestamp(3) with time zone,
    notes jsonb DEFAULT '[]'::jsonb NOT NULL,
    beside_id uuid
);

--
-- Name: pairing_run_photo; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pairing_run_photo (
    run_id uuid NOT NULL,
    photo_id uuid NOT NULL,
    "position" integer NOT NULL,
    note text
);

--
-- Name: photo; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.photo (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    uploader_id text,
    sha256 character(64) NOT NULL,
    pixel_hash character(64),
    perceptual_hash character(16),
    file_name text NOT NULL,
    byte_size bigint NOT NULL,
    content_type text NOT NULL,
    extension text NOT NULL,
    status public."PhotoStatus" DEFAULT 'waiting'::public."PhotoStatus" NOT NULL,
    error_code text,
    error_message text,
    width integer,
    height integer,
    placeholder text,
    taken_at timestamp(3) with time zone,
    camera_make text,
    camera_model text,
    lens text,
    latitude double precision,
    longitude double precision,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    deleted_at timestamp(3) with time zone
);

--
-- Name: photo_claim; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.photo_claim (
    photo_id uuid NOT NULL,
    user_id text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at timestamp(3) with time zone
);

--
-- Name: photo_hash; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.photo_hash (
    project_id uuid NOT NULL,
    hash character(16) NOT NULL
);

--
-- Name: photo_tag; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.photo_tag (
    photo_id uuid NOT NULL,
    tag text NOT NULL
);

--
-- Name: product; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.product (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at timestamp(3) with time zone
);

--
-- Name: product_photo; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.product_photo (
    product_id uuid NOT NULL,
    photo_id uuid NOT NULL,
    role public."ProductRole" NOT NULL
);

--
-- Name: project; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.project (
    id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session (
    id text NOT NULL,
    token text NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    ip_address text,
    user_agent text,
    user_id text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL
);

--
-- Name: user; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public."user" (
    id text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    email_verified boolean DEFAULT false NOT NULL,
    image text,
    role public."Role" DEFAULT 'customer'::public."Role" NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL
);

--
-- Name: verification; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.verification (
    id text NOT NULL,
    identifier text NOT NULL,
    value text NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL
);

--
-- Name: worker; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.worker (
    id text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    started_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    heartbeat_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    stopped_at timestamp(3) with time zone,
    queue_worker_id text
);

--
-- Name: image_embedding; Type: TABLE; Schema: vectors; Owner: -
--

CREATE TABLE vectors.image_embedding (
    sha256 character(64) NOT NULL,
    model text NOT NULL,
    aspect text DEFAULT 'visual'::text NOT NULL,
    embedding public.vector(512) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY vectors.image_embedding ALTER COLUMN sha256 SET STORAGE PLAIN;
ALTER TABLE ONLY vectors.image_embedding ALTER COLUMN model SET STORAGE PLAIN;
ALTER TABLE ONLY vectors.image_embedding ALTER COLUMN aspect SET STORAGE PLAIN;
ALTER TABLE ONLY vectors.image_embedding ALTER COLUMN embedding SET STORAGE PLAIN;

--
-- Name: model; Type: TABLE; Schema: vectors; Owner: -
--

CREATE TABLE vectors.model (
    id text NOT NULL,
    dimensions integer NOT NULL,
    calibration jsonb NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    approved_at timestamp with time zone
);

--
-- Name: flag_use id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flag_use ALTER COLUMN id SET DEFAULT nextval('public.flag_use_id_seq'::regclass);

--
-- Name: job_log id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_log ALTER COLUMN id SET DEFAULT nextval('public.job_log_id_seq'::regclass);

--
-- Name: account account_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

--
-- Name: collection_photo collection_photo_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collection_photo
    ADD CONSTRAINT collection_photo_pkey PRIMARY KEY (collection_id, photo_id);

--
-- Name: collection collection_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collection
    ADD CONSTRAINT collection_pkey PRIMARY KEY (id);

--
-- Name: distinct_photos distinct_photos_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.distinct_photos
    ADD CONSTRAINT distinct_photos_pkey PRIMARY KEY (photo_id, other_id);

--
-- Name: flag_override flag_override_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flag_override
    ADD CONSTRAINT flag_override_pkey PRIMARY KEY (flag_key, user_id);

--
-- Name: flag flag_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flag
    ADD CONSTRAINT flag_pkey PRIMARY KEY (key);

--
-- Name: flag_use flag_use_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flag_use
    ADD CONSTRAINT flag_use_pkey PRIMARY KEY (id);

--
-- Name: invitation invitation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);

--
-- Name: job_item job_item_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_item
    ADD CONSTRAINT job_item_pkey PRIMARY KEY (job_id, key);

--
-- Name: job_log job_log_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_log
    ADD CONSTRAINT job_log_pkey PRIMARY KEY (id);

--
-- Name: job job_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);

--
-- Name: job_step job_step_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_step
    ADD CONSTRAINT job_step_pkey PRIMARY KEY (job_id, key);

--
-- Name: membership membership_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (project_id, user_id);

--
-- Name: near_hash near_hash_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.near_hash
    ADD CONSTRAINT near_hash_pkey PRIMARY KEY (project_id, hash, other_hash);

--
-- Name: pairing_pair pairing_pair_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pairing_pair
    ADD CONSTRAINT pairing_pair_pkey PRIMARY KEY (id);

--
-- Name: pairing_run_photo pairing_run_photo_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pairing_run_photo
    ADD CONSTRAINT pairing_run_photo_pkey PRIMARY KEY (run_id, photo_id);

--
-- Name: pairing_run pairing_run_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pairing_run
    ADD CONSTRAINT pairing_run_pkey PRIMARY KEY (id);

--
-- Name: photo_claim photo_claim_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo_claim
    ADD CONSTRAINT photo_claim_pkey PRIMARY KEY (photo_id, user_id);

--
-- Name: photo_hash photo_hash_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo_hash
    ADD CONSTRAINT photo_hash_pkey PRIMARY KEY (project_id, hash);

--
-- Name: photo photo_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_pkey PRIMARY KEY (id);

--
-- Name: photo_tag photo_tag_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo_tag
    ADD CONSTRAINT photo_tag_pkey PRIMARY KEY (photo_id, tag);

--
-- Name: product_photo product_photo_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product_photo
    ADD CONSTRAINT product_photo_pkey PRIMARY KEY (product_id, photo_id);

--
-- Name: product product_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (id);

--
-- Name: project project_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.project
    ADD CONSTRAINT project_pkey PRIMARY KEY (id);

--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

--
-- Name: user user_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."user"
    ADD CONSTRAINT user_pkey PRIMARY KEY (id);

--
-- Name: verification verification_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_pkey PRIMARY KEY (id);

--
-- Name: worker worker_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.worker
    ADD CONSTRAINT worker_pkey PRIMARY KEY (id);

--
-- Name: image_embedding image_embedding_pkey; Type: CONSTRAINT; Schema: vectors; Owner: -
--

ALTER TABLE ONLY vectors.image_embedding
    ADD CONSTRAINT image_embedding_pkey PRIMARY KEY (sha256, model, aspect);

--
-- Name: model model_pkey; Type: CONSTRAINT; Schema: vectors; Owner: -
--

ALTER TABLE ONLY vectors.model
    ADD CONSTRAINT model_pkey PRIMARY KEY (id);

--
-- Name: account_user_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_user_id_idx ON public.account USING btree (user_id);

--
-- Name: collection_photo_photo_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX collection_photo_photo_id_idx ON public.collection_photo USING btree (photo_id);

--
-- Name: collection_project_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX collection_project_id_idx ON public.collection USING btree (project_id);

--
-- Name: distinct_photos_other_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX distinct_photos_other_id_idx ON public.distinct_photos USING btree (other_id);

--
-- Name: flag_use_flag_key_created_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX flag_use_flag_key_created_at_idx ON public.flag_use USING btree (flag_key, created_at);

--
-- Name: invitation_project_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invitation_project_id_idx ON public.invitation USING btree (project_id);

--
-- Name: invitation_token_hash_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX invitation_token_hash_key ON public.invitation USING btree (token_hash);

--
-- Name: job_item_job_id_status_key_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX job_item_job_id_status_key_idx ON public.job_item USING btree (job_id, status, key);

--
-- Name: job_item_key_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX job_item_key_idx ON public.job_item USING btree (key);

--
-- Name: job_log_job_id_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX job_log_job_id_id_idx ON public.job_log USING btree (job_id, id);

--
-- Name: job_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX job_open ON public.job USING btree (priority, COALESCE(project_id, '00000000-0000-0000-0000-000000000000'::uuid), COALESCE(next_run_at, created_at)) WHERE (status = ANY (ARRAY['waiting'::public."JobStatus", 'running'::public."JobStatus", 'blocked'::public."JobStatus", 'paused'::public."JobStatus"]));

--
-- Name: job_open_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX job_open_key ON public.job USING btree (COALESCE(project_id, '00000000-0000-0000-0000-000000000000'::uuid), name, key) WHERE ((key IS NOT NULL) AND (status = ANY (ARRAY['waiting'::public."JobStatus", 'running'::public."JobStatus", 'blocked'::public."JobStatus", 'paused'::public."JobStatus"])));

--
-- Name: job_parent_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX job_parent_id_idx ON public.job USING btree (parent_id) WHERE (parent_id IS NOT NULL);

--
-- Name: job_project_id_created_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX job_project_id_created_at_idx ON public.job USING btree (project_id, created_at DESC);

--
-- Name: membership_user_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX membership_user_id_idx ON public.membership USING btree (user_id);

--
-- Name: near_hash_project_id_other_hash_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX near_hash_project_id_other_hash_idx ON public.near_hash USING btree (project_id, other_hash);

--
-- Name: pairing_pair_product_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pairing_pair_product_id_idx ON public.pairing_pair USING btree (product_id);

--
-- Name: pairing_pair_run_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pairing_pair_run_id_idx ON public.pairing_pair USING btree (run_id);

--
-- Name: pairing_run_beside_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pairing_run_beside_id_idx ON public.pairing_run USING btree (beside_id);

--
-- Name: pairing_run_job_id_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX pairing_run_job_id_key ON public.pairing_run USING btree (job_id);

--
-- Name: pairing_run_project_id_created_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pairing_run_project_id_created_at_idx ON public.pairing_run USING btree (project_id, created_at DESC);

--
-- Name: photo_camera_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_camera_idx ON public.photo USING btree (project_id, ((COALESCE((camera_make || ' '::text), ''::text) || COALESCE(camera_model, ''::text))));

--
-- Name: photo_camera_model_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_camera_model_idx ON public.photo USING btree (project_id, camera_model) WHERE ((deleted_at IS NULL) AND (camera_model IS NOT NULL));

--
-- Name: photo_claim_user_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_claim_user_id_idx ON public.photo_claim USING btree (user_id);

--
-- Name: photo_content_type_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_content_type_idx ON public.photo USING btree (project_id, content_type) WHERE (deleted_at IS NULL);

--
-- Name: photo_hash_band_0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_hash_band_0 ON public.photo_hash USING btree (project_id, public.hash_band((hash)::text, 0));

--
-- Name: photo_hash_band_1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_hash_band_1 ON public.photo_hash USING btree (project_id, public.hash_band((hash)::text, 1));

--
-- Name: photo_hash_band_2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_hash_band_2 ON public.photo_hash USING btree (project_id, public.hash_band((hash)::text, 2));

--
-- Name: photo_hash_band_3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_hash_band_3 ON public.photo_hash USING btree (project_id, public.hash_band((hash)::text, 3));

--
-- Name: photo_hash_of; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_hash_of ON public.photo USING btree (project_id, perceptual_hash) INCLUDE (deleted_at) WHERE (perceptual_hash IS NOT NULL);

--
-- Name: photo_project_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_project_id_created_at_id_idx ON public.photo USING btree (project_id, created_at DESC, id DESC);

--
-- Name: photo_project_id_sha256_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX photo_project_id_sha256_key ON public.photo USING btree (project_id, sha256);

--
-- Name: photo_project_id_taken_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_project_id_taken_at_idx ON public.photo USING btree (project_id, taken_at);

--
-- Name: photo_project_id_uploader_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_project_id_uploader_id_idx ON public.photo USING btree (project_id, uploader_id);

--
-- Name: photo_sha256_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_sha256_idx ON public.photo USING btree (sha256);

--
-- Name: photo_status_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_status_idx ON public.photo USING btree (project_id, status) WHERE (deleted_at IS NULL);

--
-- Name: photo_tag_lower_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX photo_tag_lower_idx ON public.photo_tag USING btree (lower(tag));

--
-- Name: product_photo_photo_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX product_photo_photo_id_idx ON public.product_photo USING btree (photo_id);

--
-- Name: product_project_id_created_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX product_project_id_created_at_idx ON public.product USING btree (project_id, created_at DESC);

--
-- Name: session_token_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX session_token_key ON public.session USING btree (token);

--
-- Name: session_user_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX session_user_id_idx ON public.session USING btree (user_id);

--
-- Name: user_email_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX user_email_key ON public."user" USING btree (email);

--
-- Name: verification_identifier_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX verification_identifier_idx ON public.verification USING btree (identifier);

--
-- Name: account account_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: collection_photo collection_photo_collection_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collection_photo
    ADD CONSTRAINT collection_photo_collection_id_fkey FOREIGN KEY (collection_id) REFERENCES public.collection(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: collection_photo collection_photo_photo_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collection_photo
    ADD CONSTRAINT collection_photo_photo_id_fkey FOREIGN KEY (photo_id) REFERENCES public.photo(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: collection collection_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collection
    ADD CONSTRAINT collection_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: distinct_photos distinct_photos_other_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.distinct_photos
    ADD CONSTRAINT distinct_photos_other_id_fkey FOREIGN KEY (other_id) REFERENCES public.photo(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: distinct_photos distinct_photos_photo_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.distinct_photos
    ADD CONSTRAINT distinct_photos_photo_id_fkey FOREIGN KEY (photo_id) REFERENCES public.photo(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: flag_override flag_override_flag_key_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flag_override
    ADD CONSTRAINT flag_override_flag_key_fkey FOREIGN KEY (flag_key) REFERENCES public.flag(key) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: flag_override flag_override_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flag_override
    ADD CONSTRAINT flag_override_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: invitation invitation_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: job_item job_item_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_item
    ADD CONSTRAINT job_item_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.job(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: job_log job_log_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_log
    ADD CONSTRAINT job_log_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.job(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: job job_parent_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.job(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: job job_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: job_step job_step_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_step
    ADD CONSTRAINT job_step_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.job(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: membership membership_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: membership membership_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: near_hash near_hash_project_id_hash_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.near_hash
    ADD CONSTRAINT near_hash_project_id_hash_fkey FOREIGN KEY (project_id, hash) REFERENCES public.photo_hash(project_id, hash) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: near_hash near_hash_project_id_other_hash_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.near_hash
    ADD CONSTRAINT near_hash_project_id_other_hash_fkey FOREIGN KEY (project_id, other_hash) REFERENCES public.photo_hash(project_id, hash) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: pairing_pair pairing_pair_product_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pairing_pair
    ADD CONSTRAINT pairing_pair_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(id) ON UPDATE CASCADE ON DELETE SET NULL;

--
-- Name: pairing_pair pairing_pair_run_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pairing_pair
    ADD CONSTRAINT pairing_pair_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.pairing_run(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: pairing_run pairing_run_beside_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pairing_run
    ADD CONSTRAINT pairing_run_beside_id_fkey FOREIGN KEY (beside_id) REFERENCES public.pairing_run(id) ON UPDATE CASCADE ON DELETE SET NULL;

--
-- Name: pairing_run pairing_run_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pairing_run
    ADD CONSTRAINT pairing_run_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.job(id) ON UPDATE CASCADE ON DELETE SET NULL;

--
-- Name: pairing_run_photo pairing_run_photo_run_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pairing_run_photo
    ADD CONSTRAINT pairing_run_photo_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.pairing_run(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: pairing_run pairing_run_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pairing_run
    ADD CONSTRAINT pairing_run_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: photo_claim photo_claim_photo_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo_claim
    ADD CONSTRAINT photo_claim_photo_id_fkey FOREIGN KEY (photo_id) REFERENCES public.photo(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: photo_claim photo_claim_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo_claim
    ADD CONSTRAINT photo_claim_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: photo_hash photo_hash_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo_hash
    ADD CONSTRAINT photo_hash_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: photo photo_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: photo_tag photo_tag_photo_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo_tag
    ADD CONSTRAINT photo_tag_photo_id_fkey FOREIGN KEY (photo_id) REFERENCES public.photo(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: photo photo_uploader_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_uploader_id_fkey FOREIGN KEY (uploader_id) REFERENCES public."user"(id) ON UPDATE CASCADE ON DELETE SET NULL;

--
-- Name: product_photo product_photo_photo_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product_photo
    ADD CONSTRAINT product_photo_photo_id_fkey FOREIGN KEY (photo_id) REFERENCES public.photo(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: product_photo product_photo_product_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product_photo
    ADD CONSTRAINT product_photo_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: product product_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: session session_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- PostgreSQL database dump complete
--
