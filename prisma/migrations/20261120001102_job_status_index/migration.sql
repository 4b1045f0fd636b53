-- Every job changes its status twice or more, and each change wrote an entry here. What runs is found by the partial
-- index job_open; what has ended is listed by project and date.
DROP INDEX "job_status_idx";
