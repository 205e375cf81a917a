-- The application's own tables: its role reads and writes them, owns none of them, and so can take no guard away. What later migrations make
-- is granted as it is made.

GRANT USAGE ON SCHEMA public TO kwonik_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kwonik_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO kwonik_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kwonik_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO kwonik_app;

-- The timeline both parties see is added to and never rewritten, whatever an application's session says to its triggers (`pgtrigger.ignore`).
REVOKE UPDATE, DELETE ON public.escrow_contractevent FROM kwonik_app;
