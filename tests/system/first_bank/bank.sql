--
-- PostgreSQL database dump
--


-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: account_holder; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account_holder (
    book integer NOT NULL,
    account bigint NOT NULL,
    customer bigint NOT NULL,
    role smallint NOT NULL
);


--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: audit_event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_event (
    book integer NOT NULL,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind character varying(16) NOT NULL,
    actor character varying(64) NOT NULL,
    session character varying(64),
    action character varying(64) NOT NULL,
    object_kind character varying(32),
    object_id character varying(64),
    outcome character varying(16) NOT NULL,
    code character varying(64),
    request_id character varying(128),
    trace_id character varying(32),
    before_digest character varying(64),
    after_digest character varying(64),
    schema_version smallint NOT NULL
);


--
-- Name: branch; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.branch (
    book integer NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(128) NOT NULL
);


--
-- Name: customer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.customer (
    book integer NOT NULL,
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(16) NOT NULL,
    branch character varying(32) NOT NULL,
    version integer NOT NULL,
    sealed_full_name bytea NOT NULL,
    sealed_email bytea NOT NULL,
    sealed_phone bytea,
    index_full_name bytea NOT NULL,
    index_email bytea NOT NULL,
    index_phone bytea
);


--
-- Name: customer_account; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.customer_account (
    book integer NOT NULL,
    id bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    customer bigint NOT NULL,
    product character varying(32) NOT NULL,
    product_version integer NOT NULL,
    version integer NOT NULL,
    sealed_number bytea NOT NULL,
    sealed_name bytea,
    index_number bytea NOT NULL,
    external_reference character varying(64)
);


--
-- Name: data_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.data_key (
    book integer NOT NULL,
    id bigint NOT NULL,
    purpose character varying(32) NOT NULL,
    owner character varying(64) NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: data_key_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.data_key_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: idempotency_record; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.idempotency_record (
    book integer NOT NULL,
    key uuid NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    audit_event uuid NOT NULL,
    outcome character varying(16) NOT NULL,
    object_id uuid,
    code character varying(64),
    detail text,
    context text
);


--
-- Name: journal_entry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.journal_entry (
    id bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    booking_date date NOT NULL,
    value_date date NOT NULL,
    book integer NOT NULL,
    kind smallint NOT NULL,
    key_is_id boolean NOT NULL,
    key uuid NOT NULL,
    audit_event uuid NOT NULL,
    digest bytea NOT NULL,
    legs bytea NOT NULL,
    sealed_reference bytea
);


--
-- Name: ledger_account; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledger_account (
    id bigint NOT NULL,
    opened_ms bigint NOT NULL,
    balance_minor bigint NOT NULL,
    held_minor bigint NOT NULL,
    sequence bigint NOT NULL,
    overdraft_minor bigint,
    book integer NOT NULL,
    kind smallint NOT NULL,
    status smallint NOT NULL,
    currency character varying(3) NOT NULL,
    gl_code character varying(16) NOT NULL,
    branch character varying(32) NOT NULL,
    "position" character varying(64),
    CONSTRAINT ck_ledger_account_held_not_negative CHECK ((held_minor >= 0))
)
WITH (fillfactor='70');


--
-- Name: ledger_head; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledger_head (
    book integer NOT NULL,
    last_entry bigint NOT NULL,
    last_recorded_at timestamp with time zone NOT NULL,
    booking_date date NOT NULL
)
WITH (fillfactor='20');


--
-- Name: ledger_head_book_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.ledger_head_book_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: ledger_head_book_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.ledger_head_book_seq OWNED BY public.ledger_head.book;


--
-- Name: outbox_event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outbox_event (
    book integer NOT NULL,
    "position" bigint NOT NULL,
    id uuid NOT NULL,
    type character varying(128) NOT NULL,
    at timestamp with time zone NOT NULL,
    subject uuid NOT NULL,
    ordering_key character varying(64) NOT NULL,
    traceparent character varying(64)
);


--
-- Name: outbox_head; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outbox_head (
    book integer NOT NULL,
    last_position bigint NOT NULL
)
WITH (fillfactor='20');


--
-- Name: outbox_head_book_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.outbox_head_book_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: outbox_head_book_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.outbox_head_book_seq OWNED BY public.outbox_head.book;


--
-- Name: posting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.posting (
    account bigint NOT NULL,
    sequence bigint NOT NULL,
    entry bigint NOT NULL,
    amount_minor bigint NOT NULL,
    balance_minor bigint NOT NULL,
    available_minor bigint,
    book integer NOT NULL
);


--
-- Name: principal; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.principal (
    book integer NOT NULL,
    id bigint NOT NULL,
    subject character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: principal_customer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.principal_customer (
    book integer NOT NULL,
    principal bigint NOT NULL,
    customer bigint NOT NULL
);


--
-- Name: row_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.row_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: ledger_head book; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledger_head ALTER COLUMN book SET DEFAULT nextval('public.ledger_head_book_seq'::regclass);


--
-- Name: outbox_head book; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox_head ALTER COLUMN book SET DEFAULT nextval('public.outbox_head_book_seq'::regclass);


--
-- Data for Name: account_holder; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.account_holder (book, account, customer, role) FROM stdin;
1	63	61	1
1	66	64	1
1	69	67	1
1	72	70	1
1	75	73	1
1	78	76	1
1	81	79	1
1	84	82	1
1	87	85	1
1	90	88	1
1	93	91	1
1	96	94	1
\.


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.alembic_version (version_num) FROM stdin;
0001
\.


--
-- Data for Name: audit_event; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.audit_event (book, id, at, actor_kind, actor, session, action, object_kind, object_id, outcome, code, request_id, trace_id, before_digest, after_digest, schema_version) FROM stdin;
1	01a20e8b-d96e-7412-8955-ffe6a92dba8f	2026-11-24 17:12:55.918878+00	cli	74ae7b5fc459151f5a4e7bb0a148eb58	\N	token.issue	token	01a20e8b-d97b-7626-9774-2f35fffc1baa	done	\N	\N	bdb3192d2b8773c52a5674f5c0c3854b	\N	87e72fefd4870e4b618be44fc75050832ba67f183668600cf752068050568f8f	1
1	01a20e8b-da45-7047-aeda-fbf186646e1b	2026-11-24 17:12:56.133837+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-da45-7000-8000-00000000003d	done	\N	01a20e8b-da40-7561-acb3-ab313b574b37	2ceedc6f16a0da8fefb06e2ae9192cb3	\N	9256ef582b2097b96a1a09196ce7b54302d8cc13733fc1c3d4edf2b758a36a01	1
1	01a20e8b-da61-7196-a7ce-ecebd5c4869c	2026-11-24 17:12:56.161991+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-da61-7000-8000-00000000003f	done	\N	01a20e8b-da61-7196-a7ce-eceaf6a65bc8	54167c2d367319166d828ea8f9a172e2	\N	015096e14eaa7e38ba6312f6a50c5776e9cb37753f83c6d670f1753095bb580e	1
1	01a20e8b-da79-75d5-8d62-c1686fa3919f	2026-11-24 17:12:56.18586+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-da79-7000-8000-000000000040	done	\N	01a20e8b-da79-75d5-8d62-c167b5bf4cfd	6407801e252a1afbda92a5ad65401776	\N	1cab457f6fcbcc7bf62dad9aaef802db97176586fc6e0f52db02b2841178b98d	1
1	01a20e8b-da85-74a3-aac3-71a9d3354c8e	2026-11-24 17:12:56.19706+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-da85-7000-8000-000000000042	done	\N	01a20e8b-da84-77d3-b4f3-25276f783745	6fd83a29c4c5c6278783105133516404	\N	7b1c447366ef9c0058b0560d8d4dbe5e8343df7534d787b29c0f19835d7395e4	1
1	01a20e8b-da8f-726a-a064-5188d4f275fb	2026-11-24 17:12:56.207215+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-da8f-7000-8000-000000000043	done	\N	01a20e8b-da8e-7442-82dd-0dd9ae3cd211	f31a7f0cea9e24394b25898e0d5f574b	\N	9eba70046e26f8aabab2e53d7510ef2ca1ebaecd53099dc66872d3429c58598c	1
1	01a20e8b-da99-701a-8c7b-9d270f800ce9	2026-11-24 17:12:56.217821+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-da99-7000-8000-000000000045	done	\N	01a20e8b-da99-701a-8c7b-9d2669f66623	be914ec3949e14298baf370af3a761d2	\N	71eed859da5a4b700e8623f516fccf9f4409d385d824a3d9f24cdd48dc89b484	1
1	01a20e8b-daa4-7118-a2dd-5241eaa7e645	2026-11-24 17:12:56.228219+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-daa4-7000-8000-000000000046	done	\N	01a20e8b-daa3-7017-ac26-725c49a858d0	421e9a7c4ce0ac3afc34d534716d0b7a	\N	35279af3a813222821bc22f0f84aacc446109e98365da6271c9717fe715ddeb7	1
1	01a20e8b-daad-70ad-b842-2eac3505dcc0	2026-11-24 17:12:56.237316+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-daad-7000-8000-000000000048	done	\N	01a20e8b-daac-7602-9026-f7b0c654914f	4889f46c9301ee2253618aacb18a7afe	\N	250ce109bcdcf3d1b026f659e5afa7e4b8964165b15769b916a32d91aa650bda	1
1	01a20e8b-dab7-710f-ab35-11d20ad29bce	2026-11-24 17:12:56.247549+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-dab7-7000-8000-000000000049	done	\N	01a20e8b-dab7-710f-ab35-11d1ef2af496	84dda55a3e60540bfb981ec7d2722563	\N	d05068ecbc47014cf6dca91f26c06ca7993782a5081ad5172b12b4f66d500d22	1
1	01a20e8b-dac0-733f-808a-20fc81a76e70	2026-11-24 17:12:56.256175+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-dac0-7000-8000-00000000004b	done	\N	01a20e8b-dabf-74e2-9072-6e3512ccaa76	2c347ea3b8cd48f7ed42a7483409771c	\N	e495f3eb56a8c0c8f1e848012355f73e12dacf4dc51366f8fa4632974ed253a4	1
1	01a20e8b-dac8-7027-8c38-d04fb2582bae	2026-11-24 17:12:56.26402+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-dac8-7000-8000-00000000004c	done	\N	01a20e8b-dac7-742c-bea2-3d27e3a39c45	f09ccc19d010262bba1f5cd30aa115d3	\N	ca6f224598136e44aeca6df926f291be914778789779f31daa5a106cf84c92df	1
1	01a20e8b-dad1-73b0-ac54-c030546e22ce	2026-11-24 17:12:56.273895+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-dad1-7000-8000-00000000004e	done	\N	01a20e8b-dad1-73b0-ac54-c02fc8ac0a2f	48a310c84963c8b92a2b4158d3913783	\N	fdde1d02eebc3d11c61f18eb8794281354b50193e8c9d238e72ed32a4af2cba5	1
1	01a20e8b-dada-708c-8ac2-3d157899cef9	2026-11-24 17:12:56.282169+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-dada-7000-8000-00000000004f	done	\N	01a20e8b-dad9-7189-810e-c3d2cf34e8bf	c377661102e77730221d858721a5203f	\N	912fb15f56051748feced2f4a86e00f9d5dd70453bf8f0eca4635e327c559508	1
1	01a20e8b-dae2-71d4-94b1-7be55ae4cf75	2026-11-24 17:12:56.29092+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-dae2-7000-8000-000000000051	done	\N	01a20e8b-dae2-71d4-94b1-7be4118749bb	4a2cfea23d0808582c390c8eb54e5455	\N	be04ac785be6558e3b636f57df1f5fa004a9eaa3cb4b406663913895707249fe	1
1	01a20e8b-daea-76b7-bdfc-ca9f296a2ab2	2026-11-24 17:12:56.298791+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-daea-7000-8000-000000000052	done	\N	01a20e8b-daea-76b7-bdfc-ca9eb8586ca2	02da6dfee7bd7ce5965dcfc6ef50eaec	\N	3727d59753266fd08102a0909fb1bbc7e3bd23f7d1c3df21641e20e84325d839	1
1	01a20e8b-daf2-7268-ae9e-929c2076476a	2026-11-24 17:12:56.30699+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-daf2-7000-8000-000000000054	done	\N	01a20e8b-daf2-7268-ae9e-929b0bbf3dd1	06fc96c3dc820fe43f37a006f57659e6	\N	6d56358db6bb73ba7f2b52a9ed1e38fdfb9e31709c660b1e87fc719fcd29d5c0	1
1	01a20e8b-dafa-745d-8201-5b36d1abed64	2026-11-24 17:12:56.314924+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-dafa-7000-8000-000000000055	done	\N	01a20e8b-dafa-745d-8201-5b350251aad8	ef12aa1a5c2b8e5490881c98a9d748f0	\N	ff80b00ef4937c1372313090d18c08eb5bbcc7d3bc19b195a488fe934c490cbd	1
1	01a20e8b-db03-741a-b72f-6caa5b08beac	2026-11-24 17:12:56.323573+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-db03-7000-8000-000000000057	done	\N	01a20e8b-db03-741a-b72f-6ca973e35b70	5c502bbf2c43c7de515c299f9576f974	\N	62b5e4cd63005a6201a41dc7ae2bd2e6aae474464e7c1650f92bb4f5c2ff2805	1
1	01a20e8b-db0b-7786-bd2e-2c37925ad1bd	2026-11-24 17:12:56.331364+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-db0b-7000-8000-000000000058	done	\N	01a20e8b-db0a-7620-abeb-1c812e329f3c	9f62f40f2a7b33442d13517483679b08	\N	85f756a804488c4d945504596d635ce964d217e6576c339796cee873f89aaf91	1
1	01a20e8b-db13-70d3-9b16-71049c066591	2026-11-24 17:12:56.339831+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-db13-7000-8000-00000000005a	done	\N	01a20e8b-db13-70d3-9b16-71036d21631c	45cf8d1f1e14b159fc832b25487ed5a7	\N	2a414d0c6446212232f0a4f237e9c8fecce0acd3613f505390ddf3cc4006ba2f	1
1	01a20e8b-db1b-72c7-a787-f93578c83a63	2026-11-24 17:12:56.347281+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-db1b-7000-8000-00000000005b	done	\N	01a20e8b-db1a-75a6-84d1-473b461de3ec	2160b92dfe33dca08b5e38003a260b78	\N	fb26e45769fd5a76e0175dd3af43a04fe1137dd04addb357a600d2d18238e7d2	1
1	01a20e8b-db23-73c6-8769-d8b06ae22a00	2026-11-24 17:12:56.355557+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-db23-7000-8000-00000000005d	done	\N	01a20e8b-db23-73c6-8769-d8afc66ce9e9	69ba9b490a86346f28e3596829a940fc	\N	e8c8eca82d6f21dce240acf5aa7068ce50a031b0ab1752592de02c0f9daba9c2	1
1	01a20e8b-db2b-74a5-8eac-b9dd4dd69a41	2026-11-24 17:12:56.362997+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	customer.create	customer	01a20e8b-db2a-7000-8000-00000000005e	done	\N	01a20e8b-db2a-7753-9f19-b36aad78d690	e0851381bc2538cd128e0560cf1bfacf	\N	9a6211becdefeafab761db72a49f836bffa4dfe9fac9bf542b737135415382c0	1
1	01a20e8b-db33-7198-af01-c3666a69c29d	2026-11-24 17:12:56.371537+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	account.open	account	01a20e8b-db33-7000-8000-000000000060	done	\N	01a20e8b-db33-7198-af01-c3654cf9d205	d5c755f4bc23f1c83c8778d536a21106	\N	851baed1fbb9ada9be22ad63e5a31ec47f49be99d78d132aa6f7149a8148b0dd	1
1	01a20e8b-db3b-7583-912f-74aaa092135f	2026-11-24 17:12:56.386945+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db42-7000-8000-000000000001	done	\N	01a20e8b-db3a-728c-b55e-956a05348eb1	2638dad0cc886999fd3207eba1b47cbd	\N	\N	1
1	01a20e8b-db4a-721c-947f-dd712b4a26d2	2026-11-24 17:12:56.395007+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db4b-7000-8000-000000000002	done	\N	01a20e8b-db4a-721c-947f-dd70f1998b7d	858782240b441008d0750121c4eea0d6	\N	\N	1
1	01a20e8b-db50-759b-88b6-7007b5a3e920	2026-11-24 17:12:56.400698+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db50-7000-8000-000000000003	done	\N	01a20e8b-db4e-7467-b8ae-39c921fd99ff	60c8297dfa22a38e97458e824045078e	\N	\N	1
1	01a20e8b-db54-725e-af86-bc4917debf4d	2026-11-24 17:12:56.404268+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db54-7000-8000-000000000004	done	\N	01a20e8b-db53-7557-8685-dda0f252b424	9e9f52b043e314de58211778955fc7f7	\N	\N	1
1	01a20e8b-db57-721e-bcbe-432b8b370dcd	2026-11-24 17:12:56.407355+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db57-7000-8000-000000000005	done	\N	01a20e8b-db56-7165-b6a7-7ca1c6ea903c	79f693f49c9411f03cfe594196464e9b	\N	\N	1
1	01a20e8b-db5a-7602-90c0-2f428583836f	2026-11-24 17:12:56.410514+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db5a-7000-8000-000000000006	done	\N	01a20e8b-db5a-7602-90c0-2f412d37747c	86ea4107ed14cc127c2f202dd11151db	\N	\N	1
1	01a20e8b-db5d-7706-b717-5a51658ebd0a	2026-11-24 17:12:56.413485+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db5d-7000-8000-000000000007	done	\N	01a20e8b-db5d-7706-b717-5a50c3e6667f	c33aca09312498063d5ae85bc20a8835	\N	\N	1
1	01a20e8b-db60-7084-9279-a29211bd0915	2026-11-24 17:12:56.4164+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db60-7000-8000-000000000008	done	\N	01a20e8b-db5f-711c-8b5a-471868801162	e35299f55c1d354d86f29a56adb5ae79	\N	\N	1
1	01a20e8b-db63-74c7-8788-4b319b50abd5	2026-11-24 17:12:56.419426+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db63-7000-8000-000000000009	done	\N	01a20e8b-db62-7075-b1b1-c0e178a21e24	21910cdd159cc19c3d118611b4b51b82	\N	\N	1
1	01a20e8b-db66-7769-96d6-6b600bb97e11	2026-11-24 17:12:56.422332+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db66-7000-8000-00000000000a	done	\N	01a20e8b-db65-77a4-89f1-598224dd3d5a	496e6bfb5ecf43d644dd4b14193fb4e6	\N	\N	1
1	01a20e8b-db68-75ed-b677-41fd3cd7b197	2026-11-24 17:12:56.425162+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db69-7000-8000-00000000000b	done	\N	01a20e8b-db68-75ed-b677-41fcada874c9	4ea106b1db94995742353461ec6e9989	\N	\N	1
1	01a20e8b-db6b-718d-8825-a9623fc2e702	2026-11-24 17:12:56.428087+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	deposit.post	entry	01a20e8b-db6c-7000-8000-00000000000c	done	\N	01a20e8b-db6b-718d-8825-a961c93140bf	9b16135047fee8bdb4a8f22d002fb002	\N	\N	1
1	01a20e8b-db6f-7176-8fd0-e7ae09985055	2026-11-24 17:12:56.431543+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db6f-7000-8000-00000000000d	done	\N	01a20e8b-db6e-700d-b8a5-f84238dd53f8	79bbefa6b805e94255ab466caa48c8fe	\N	\N	1
1	01a20e8b-db77-7165-a225-b43f6842362b	2026-11-24 17:12:56.440183+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db78-7000-8000-00000000000e	done	\N	01a20e8b-db77-7165-a225-b43e63a3a89b	1eb3ec96448a34d7fc04f01df23d38e7	\N	\N	1
1	01a20e8b-db7b-7733-af93-675fc6960d80	2026-11-24 17:12:56.443504+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db7b-7000-8000-00000000000f	done	\N	01a20e8b-db7a-749c-bae6-c2d71fbd9f57	c36fe6f79948bd93f6d31bb346a0036a	\N	\N	1
1	01a20e8b-db7e-75c1-83b6-1bdbf1233f45	2026-11-24 17:12:56.446746+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db7e-7000-8000-000000000010	done	\N	01a20e8b-db7e-75c1-83b6-1bdae2cc48df	aadd6494c8b44ce1bd9b0e76e6000370	\N	\N	1
1	01a20e8b-db81-7663-82fc-51284050817f	2026-11-24 17:12:56.44999+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db81-7000-8000-000000000011	done	\N	01a20e8b-db81-7663-82fc-5127346787ba	c595584eb0b7bc727f1162572c154cc9	\N	\N	1
1	01a20e8b-db85-716f-91d0-be2b967f6e45	2026-11-24 17:12:56.453315+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db85-7000-8000-000000000012	done	\N	01a20e8b-db84-7554-a97c-09ad404397d4	56f48f2a13d78c62e8b716c068fb0ae9	\N	\N	1
1	01a20e8b-db88-7457-ac20-d9549b7ce308	2026-11-24 17:12:56.456399+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db88-7000-8000-000000000013	done	\N	01a20e8b-db87-71e7-b30d-4fc2d7b4f190	52c7974e8c03aa9776cd276856e43877	\N	\N	1
1	01a20e8b-db8b-733d-b4b3-9b4930862e92	2026-11-24 17:12:56.459885+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db8b-7000-8000-000000000014	done	\N	01a20e8b-db8b-733d-b4b3-9b481f832225	12a15240c4f14759868157c21811cf10	\N	\N	1
1	01a20e8b-db8e-70c9-a5e8-f633a664a372	2026-11-24 17:12:56.462963+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db8e-7000-8000-000000000015	done	\N	01a20e8b-db8e-70c9-a5e8-f632e8ae10cb	9d245ca8400bcb7203ec64b2233dda22	\N	\N	1
1	01a20e8b-db91-7798-920b-df66c21a7370	2026-11-24 17:12:56.466121+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db92-7000-8000-000000000016	done	\N	01a20e8b-db91-7798-920b-df65e6f95075	0823b08a5cfa10aea805678b6057d053	\N	\N	1
1	01a20e8b-db95-77e6-93f4-217ffecf3a56	2026-11-24 17:12:56.469311+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db95-7000-8000-000000000017	done	\N	01a20e8b-db94-72d2-a1ef-94ce82931fa4	6856d6b5aa507222e948bf52584ac8c4	\N	\N	1
1	01a20e8b-db98-7625-ad2d-ea142e3a3f1f	2026-11-24 17:12:56.472342+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db98-7000-8000-000000000018	done	\N	01a20e8b-db97-7520-ac87-028ec75533f3	8b4d2b732b505b9ed4a3c478b2832dbd	\N	\N	1
1	01a20e8b-db9b-731e-aafc-406e80c9d1f7	2026-11-24 17:12:56.475351+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db9b-7000-8000-000000000019	done	\N	01a20e8b-db9a-747b-9999-14fbc283b5df	965f2a2c71777d1c9dc19abe4c5ac554	\N	\N	1
1	01a20e8b-db9e-7472-a198-0cf343771c9c	2026-11-24 17:12:56.478469+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-db9e-7000-8000-00000000001a	done	\N	01a20e8b-db9d-71ac-a3ca-884d761a2209	ea15095a9ac25f87119db776b4c419d3	\N	\N	1
1	01a20e8b-dba1-749e-90ea-e8cebc1a3c45	2026-11-24 17:12:56.481552+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dba1-7000-8000-00000000001b	done	\N	01a20e8b-dba0-7318-b97f-152cbf3af11a	2ace116249cb3e51ffa552c7ac0f5e83	\N	\N	1
1	01a20e8b-dba4-7397-9f2d-6d5be2a246d8	2026-11-24 17:12:56.484579+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dba4-7000-8000-00000000001c	done	\N	01a20e8b-dba3-7485-a282-a6ccb36f165e	974ba78d513216e461ad59f5366357a0	\N	\N	1
1	01a20e8b-dba7-739d-b597-c4fbc0fe3af2	2026-11-24 17:12:56.487569+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dba7-7000-8000-00000000001d	done	\N	01a20e8b-dba6-758e-b730-ff011beff291	cfc45c7937122b1edb00b4212f454432	\N	\N	1
1	01a20e8b-dbaa-724d-ad4b-b00bf8451616	2026-11-24 17:12:56.490756+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbaa-7000-8000-00000000001e	done	\N	01a20e8b-dbaa-724d-ad4b-b00a3ede4be6	bc84740eff117a4f4fc6fd229bf2eb4e	\N	\N	1
1	01a20e8b-dbad-7531-9cd8-39990f6a7c91	2026-11-24 17:12:56.493661+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbad-7000-8000-00000000001f	done	\N	01a20e8b-dbad-7531-9cd8-399892869dd0	58b2eb38147ae2604c63c5814370ae2a	\N	\N	1
1	01a20e8b-dbb0-71f6-a25d-f861d0213a24	2026-11-24 17:12:56.49661+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbb0-7000-8000-000000000020	done	\N	01a20e8b-dbb0-71f6-a25d-f86003a80f2e	ac832e8d95e945373fbcefa418e262ea	\N	\N	1
1	01a20e8b-dbb3-743a-9759-85461a5399d2	2026-11-24 17:12:56.499644+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbb3-7000-8000-000000000021	done	\N	01a20e8b-dbb2-7307-a6f0-6add1e158c26	31498aba0ac39cf67957799677368005	\N	\N	1
1	01a20e8b-dbb6-73f6-9544-0846806a6543	2026-11-24 17:12:56.502899+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbb6-7000-8000-000000000022	done	\N	01a20e8b-dbb6-73f6-9544-0845ba98c3e0	84d407ee2618c59ba0cb36d4550a8ee2	\N	\N	1
1	01a20e8b-dbb9-7765-b9ab-1c6153fe64ca	2026-11-24 17:12:56.505901+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbb9-7000-8000-000000000023	done	\N	01a20e8b-dbb9-7765-b9ab-1c60c8b9bb4b	be0ded0d3aa8a1bcb238f835042a6ae5	\N	\N	1
1	01a20e8b-dbbc-73d2-ad94-403c06e1e6a8	2026-11-24 17:12:56.509097+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbbd-7000-8000-000000000024	done	\N	01a20e8b-dbbc-73d2-ad94-403b5a1fb0a3	0d77c9f5d4ea4e1b5c3f7f781caa0286	\N	\N	1
1	01a20e8b-dbbf-706d-98f4-4070639403e6	2026-11-24 17:12:56.512164+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbc0-7000-8000-000000000025	done	\N	01a20e8b-dbbf-706d-98f4-406f668f992a	39c23fa7101e142aa8792789ffa3e1f9	\N	\N	1
1	01a20e8b-dbc3-74a2-a1a6-ad218c19148c	2026-11-24 17:12:56.51536+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbc3-7000-8000-000000000026	done	\N	01a20e8b-dbc2-756c-8f57-39621ba5dfbd	407ce996868e46f49d31fb8069ce3bed	\N	\N	1
1	01a20e8b-dbc6-74e9-9892-6dfa1d8238db	2026-11-24 17:12:56.518231+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbc6-7000-8000-000000000027	done	\N	01a20e8b-dbc5-735e-a39a-12722809e42a	5a9b17ffdf7cab1825dd13eecb2d8733	\N	\N	1
1	01a20e8b-dbc8-72b1-a271-235d8071586e	2026-11-24 17:12:56.521161+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbc9-7000-8000-000000000028	done	\N	01a20e8b-dbc8-72b1-a271-235cd0515bba	a63c9c82b3334406116efa8e9555e39d	\N	\N	1
1	01a20e8b-dbcb-73e6-9637-38a8ee3d23d1	2026-11-24 17:12:56.524054+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbcc-7000-8000-000000000029	done	\N	01a20e8b-dbcb-73e6-9637-38a7f4b2547e	e52358d44f7e4abea6c128738b2be16a	\N	\N	1
1	01a20e8b-dbcf-74fc-ba4b-5b2ea416d429	2026-11-24 17:12:56.527369+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbcf-7000-8000-00000000002a	done	\N	01a20e8b-dbce-7149-9e4d-e5e186394736	ab9163c47ba27b074c610e3659266fc4	\N	\N	1
1	01a20e8b-dbd2-76e1-b0be-0ff32dfa83d3	2026-11-24 17:12:56.530452+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbd2-7000-8000-00000000002b	done	\N	01a20e8b-dbd1-7646-8b93-c11384d5905b	2ce2b42e67b794610de878ff9b426be3	\N	\N	1
1	01a20e8b-dbd5-7486-be74-ba8544394e28	2026-11-24 17:12:56.533464+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbd5-7000-8000-00000000002c	done	\N	01a20e8b-dbd4-728e-9045-689c978dc986	0633b85d120987cde8654459fafdda2d	\N	\N	1
1	01a20e8b-dbd8-74c1-93c6-c9db7de341c5	2026-11-24 17:12:56.536393+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbd8-7000-8000-00000000002d	done	\N	01a20e8b-dbd7-71fb-9fc3-bdf873d6e09f	ca41738af44af5bb308c1c1d1ad658bd	\N	\N	1
1	01a20e8b-dbdb-7754-9ba1-f7e9dc2c78da	2026-11-24 17:12:56.539379+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbdb-7000-8000-00000000002e	done	\N	01a20e8b-dbda-735b-ab74-4bc262f4c3c1	9fee6590caf55cf35a05cf3c353fcc4b	\N	\N	1
1	01a20e8b-dbde-768c-90e8-1c6f1a316f28	2026-11-24 17:12:56.542438+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbde-7000-8000-00000000002f	done	\N	01a20e8b-dbdd-70e7-a295-bdb42aadfb38	32ebfb54a859322f146e297eac163952	\N	\N	1
1	01a20e8b-dbe1-70b3-8833-49fdb534c9f3	2026-11-24 17:12:56.545474+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbe1-7000-8000-000000000030	done	\N	01a20e8b-dbe0-748a-bbd3-31a865d781eb	9fab4ce42c330220369cc978ea9fac67	\N	\N	1
1	01a20e8b-dbe4-72e1-bc8a-80e0a50318b8	2026-11-24 17:12:56.548591+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbe4-7000-8000-000000000031	done	\N	01a20e8b-dbe3-7710-8a82-cde05aabcadd	4329fc3688479118057408b05ff4c9f3	\N	\N	1
1	01a20e8b-dbe7-7372-85b9-d1a71e16a7ad	2026-11-24 17:12:56.551695+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbe7-7000-8000-000000000032	done	\N	01a20e8b-dbe7-7372-85b9-d1a619324cc3	a697d434154911249d2efd1137e3af30	\N	\N	1
1	01a20e8b-dbeb-75a8-be8a-a6f56ef841fe	2026-11-24 17:12:56.555621+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbeb-7000-8000-000000000033	done	\N	01a20e8b-dbeb-75a8-be8a-a6f422fa0754	1609a2534e0633d61549dd89f0f4c4dd	\N	\N	1
1	01a20e8b-dbee-7527-b9bf-e860cbebcad3	2026-11-24 17:12:56.558787+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbee-7000-8000-000000000034	done	\N	01a20e8b-dbee-7527-b9bf-e85f1f21565c	454182307b3965f6d57f84b24ff8241c	\N	\N	1
1	01a20e8b-dbf1-74f9-95e8-58ed8a177be9	2026-11-24 17:12:56.561851+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbf1-7000-8000-000000000035	done	\N	01a20e8b-dbf1-74f9-95e8-58ecf26c015e	099bfd91acbd31dbfabd06667d2ec177	\N	\N	1
1	01a20e8b-dbf4-76d6-a11a-f3d93bd80f79	2026-11-24 17:12:56.565098+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbf5-7000-8000-000000000036	done	\N	01a20e8b-dbf4-76d6-a11a-f3d83ed4e491	7d7d4e9723e0bfdd0db1641f5a98c0ca	\N	\N	1
1	01a20e8b-dbf7-7023-a402-748ba6464f84	2026-11-24 17:12:56.568145+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbf8-7000-8000-000000000037	done	\N	01a20e8b-dbf7-7023-a402-748a58bbea9b	98425ba5cc4a90dd3087ad4a1f7c1b88	\N	\N	1
1	01a20e8b-dbfa-77a1-bf84-bcdc47ef9e1c	2026-11-24 17:12:56.571047+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbfb-7000-8000-000000000038	done	\N	01a20e8b-dbfa-77a1-bf84-bcdb3c0c7288	23122e2cb3d71720ddb1799ba86dfb34	\N	\N	1
1	01a20e8b-dbfd-727e-b257-c91bbd9949c4	2026-11-24 17:12:56.573971+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dbfd-7000-8000-000000000039	done	\N	01a20e8b-dbfd-727e-b257-c91ac9206948	b0fbe5f3190df94ed9e95f07b10c1379	\N	\N	1
1	01a20e8b-dc00-7419-a4e1-36be3b45bd82	2026-11-24 17:12:56.576948+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc00-7000-8000-00000000003a	done	\N	01a20e8b-dc00-7419-a4e1-36bd36bccb4e	049ae7543ccce63d260c4e660b961b26	\N	\N	1
1	01a20e8b-dc03-750a-8b68-fa84f69f5df2	2026-11-24 17:12:56.579937+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc03-7000-8000-00000000003b	done	\N	01a20e8b-dc03-750a-8b68-fa831686eb78	0a951c8bfce533de5f47d1b5e062d40b	\N	\N	1
1	01a20e8b-dc06-72ba-99e1-7dbecdfea5c8	2026-11-24 17:12:56.582869+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc06-7000-8000-00000000003c	done	\N	01a20e8b-dc06-72ba-99e1-7dbdf1e3b1ef	9dc7d52fee3a62c26730c1087bfdef00	\N	\N	1
1	01a20e8b-dc09-764a-84d9-10a5052cdc1a	2026-11-24 17:12:56.585811+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc09-7000-8000-00000000003d	done	\N	01a20e8b-dc09-764a-84d9-10a4dd16753f	4fea05172a75cda1bf38349cbdd683b1	\N	\N	1
1	01a20e8b-dc0c-730a-a064-9eb66b343bbe	2026-11-24 17:12:56.588846+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc0c-7000-8000-00000000003e	done	\N	01a20e8b-dc0c-730a-a064-9eb5f0b98646	2dc369850c603d9703591e2897530ec9	\N	\N	1
1	01a20e8b-dc0f-77d6-9285-fe18cc06d4f8	2026-11-24 17:12:56.591913+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc0f-7000-8000-00000000003f	done	\N	01a20e8b-dc0f-77d6-9285-fe17bf01bb35	5f25b53cfee0bdec0795b9f3a5d92909	\N	\N	1
1	01a20e8b-dc12-70f4-be70-f9c6f08ecf48	2026-11-24 17:12:56.595039+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc13-7000-8000-000000000040	done	\N	01a20e8b-dc12-70f4-be70-f9c504f79f7e	2e1f94b1fe672109b347c8591fb31991	\N	\N	1
1	01a20e8b-dc16-7561-ac0e-c4d4a61d933a	2026-11-24 17:12:56.598215+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc16-7000-8000-000000000041	done	\N	01a20e8b-dc15-71e2-9c20-c04beab20a08	5b6ee9e5fc2c20cd91000c26400121be	\N	\N	1
1	01a20e8b-dc19-7336-bed1-b20d5fe1cb46	2026-11-24 17:12:56.601269+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc19-7000-8000-000000000042	done	\N	01a20e8b-dc18-756e-98d7-5d51c1332bb8	191c7529bbd3b54e78b949ade3c4e353	\N	\N	1
1	01a20e8b-dc1c-72da-8d35-3beafd8eb0f9	2026-11-24 17:12:56.604186+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc1c-7000-8000-000000000043	done	\N	01a20e8b-dc1b-713e-aa1f-ff24fea61508	9cfd523042324cdd499506e9152c7357	\N	\N	1
1	01a20e8b-dc1f-7157-8ccd-e5f7d6943b6e	2026-11-24 17:12:56.607231+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc1f-7000-8000-000000000044	done	\N	01a20e8b-dc1e-7016-8484-0c3b41ae5212	398ad684ac929d40ab3e97a0f335e1a8	\N	\N	1
1	01a20e8b-dc22-7782-ac52-76732c581f7e	2026-11-24 17:12:56.61029+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc22-7000-8000-000000000045	done	\N	01a20e8b-dc21-72cd-98b9-4a99dbb6c61e	4029c160ff1f1e03bb70120c7147e94b	\N	\N	1
1	01a20e8b-dc25-74ee-a5b7-fc65904c149b	2026-11-24 17:12:56.613323+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc25-7000-8000-000000000046	done	\N	01a20e8b-dc24-71f8-b085-1f8e154a819f	3822eb583d34e017852ac0964c2691ad	\N	\N	1
1	01a20e8b-dc28-71c5-afa4-b5e333a77b49	2026-11-24 17:12:56.616286+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc28-7000-8000-000000000047	done	\N	01a20e8b-dc27-7180-a58d-9f2e1db9bc79	ff24b1ff7e70c58af0681360697f221f	\N	\N	1
1	01a20e8b-dc2b-744c-b5e5-49f7e9810b7a	2026-11-24 17:12:56.619527+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc2b-7000-8000-000000000048	done	\N	01a20e8b-dc2a-7578-b5db-a97d59ed6089	13bb7c58b37c95158ec4bb37a9adb113	\N	\N	1
1	01a20e8b-dc2e-74f8-8a29-f16fd1a141ef	2026-11-24 17:12:56.622715+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc2e-7000-8000-000000000049	done	\N	01a20e8b-dc2e-74f8-8a29-f16e6c53626d	c3fe7127e942db6140c4c3e50a476786	\N	\N	1
1	01a20e8b-dc31-7097-ba79-204e5a40e13d	2026-11-24 17:12:56.625763+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc31-7000-8000-00000000004a	done	\N	01a20e8b-dc31-7097-ba79-204d5f0ac6ca	70d92e1cbc147e38c283f4a781ef4755	\N	\N	1
1	01a20e8b-dc34-7497-b5c6-c021d19e0f15	2026-11-24 17:12:56.628809+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc34-7000-8000-00000000004b	done	\N	01a20e8b-dc34-7497-b5c6-c0204c1f80f7	41bb9942fb2483384f0ffc84e1aaa154	\N	\N	1
1	01a20e8b-dc37-7375-a6ce-1bdf66abf69c	2026-11-24 17:12:56.631731+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc37-7000-8000-00000000004c	done	\N	01a20e8b-dc37-7375-a6ce-1bdedade293a	2b07eeb8eff8cbaa19625439070cc416	\N	\N	1
1	01a20e8b-dc3a-73a5-9fa8-84ae97fa5354	2026-11-24 17:12:56.634753+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc3a-7000-8000-00000000004d	done	\N	01a20e8b-dc3a-73a5-9fa8-84ad02418969	a90d31ccac5b0679e1f71193b42010c3	\N	\N	1
1	01a20e8b-dc3d-764a-86ba-de7e19b1a720	2026-11-24 17:12:56.637764+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc3d-7000-8000-00000000004e	done	\N	01a20e8b-dc3d-764a-86ba-de7d1395d271	ec9661b90bfad0ffe0dcb0c282228e6d	\N	\N	1
1	01a20e8b-dc40-77b7-bb3f-a7a39f074ae6	2026-11-24 17:12:56.640988+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc40-7000-8000-00000000004f	done	\N	01a20e8b-dc40-77b7-bb3f-a7a246f14d60	afd2c4aae60e92756d9a29b21d26f5d3	\N	\N	1
1	01a20e8b-dc43-707c-84da-a847135d68cb	2026-11-24 17:12:56.643931+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc43-7000-8000-000000000050	done	\N	01a20e8b-dc43-707c-84da-a84626e9acf2	7ae832dcd9b2d46e2bcb31d3d11c3f13	\N	\N	1
1	01a20e8b-dc46-7742-b252-ee6e8aba3a25	2026-11-24 17:12:56.646885+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc46-7000-8000-000000000051	done	\N	01a20e8b-dc46-7742-b252-ee6d2e496eb2	569023698d9cc31f3a82c28bf0d97bf8	\N	\N	1
1	01a20e8b-dc49-73de-9c47-14bb4e7aba09	2026-11-24 17:12:56.64991+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc49-7000-8000-000000000052	done	\N	01a20e8b-dc49-73de-9c47-14ba765a1a8f	0e888cfcb424cbabe0185857f2a8e715	\N	\N	1
1	01a20e8b-dc4c-728c-a7f3-adcf329922d5	2026-11-24 17:12:56.652889+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc4c-7000-8000-000000000053	done	\N	01a20e8b-dc4c-728c-a7f3-adceb5448a40	b493f455016671aced30deaa7a75c050	\N	\N	1
1	01a20e8b-dc4f-70d9-9756-b8bd67d27ce0	2026-11-24 17:12:56.655758+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc4f-7000-8000-000000000054	done	\N	01a20e8b-dc4f-70d9-9756-b8bc8b29b7a1	d8631752ba8e1a0b71d982d6a2219542	\N	\N	1
1	01a20e8b-dc52-73b7-bf3f-4e7269ba2023	2026-11-24 17:12:56.658747+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc52-7000-8000-000000000055	done	\N	01a20e8b-dc52-73b7-bf3f-4e712e59e3e8	8cde04bfc8a0ba32e5517c4dcb7d5334	\N	\N	1
1	01a20e8b-dc55-74dd-b76b-e1e8c94725d1	2026-11-24 17:12:56.661723+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc55-7000-8000-000000000056	done	\N	01a20e8b-dc55-74dd-b76b-e1e79d1ec4c7	7cafab46a6648e7281193f5928947d13	\N	\N	1
1	01a20e8b-dc58-7754-b1f7-da6b9a9219af	2026-11-24 17:12:56.664633+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc58-7000-8000-000000000057	done	\N	01a20e8b-dc58-7754-b1f7-da6a5a687ed7	c13698d09a5aebfea23659abf776e62f	\N	\N	1
1	01a20e8b-dc5b-74ed-8621-61658a248111	2026-11-24 17:12:56.667577+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc5b-7000-8000-000000000058	done	\N	01a20e8b-dc5b-74ed-8621-6164dcd7f9e4	7689e9062b8fc394c4779040c7a884c1	\N	\N	1
1	01a20e8b-dc5e-72b5-8198-3bbb5e7cd237	2026-11-24 17:12:56.670815+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc5e-7000-8000-000000000059	done	\N	01a20e8b-dc5e-72b5-8198-3bba09e537f4	37c0c99bfeb1429e89353908b0710ecb	\N	\N	1
1	01a20e8b-dc61-709e-9631-d59eb7d04bcd	2026-11-24 17:12:56.673834+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc61-7000-8000-00000000005a	done	\N	01a20e8b-dc61-709e-9631-d59d88b24d90	489002c4e6008b32b26d65aff0fbcc22	\N	\N	1
1	01a20e8b-dc64-77a3-996d-58288cef2678	2026-11-24 17:12:56.676767+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc64-7000-8000-00000000005b	done	\N	01a20e8b-dc64-77a3-996d-582700b562b9	be9f2074edfd626c5481f3499f0c3649	\N	\N	1
1	01a20e8b-dc67-76ef-9b63-5ab5f7e4d82f	2026-11-24 17:12:56.679763+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc67-7000-8000-00000000005c	done	\N	01a20e8b-dc67-76ef-9b63-5ab470f2149c	6622aee5864e8ec4b03149d8daec8f45	\N	\N	1
1	01a20e8b-dc6a-7642-b0bd-4cdc27bebb81	2026-11-24 17:12:56.682751+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc6a-7000-8000-00000000005d	done	\N	01a20e8b-dc6a-7642-b0bd-4cdb51a6da8b	65dfa995d37a06734bbec26b831ce1a8	\N	\N	1
1	01a20e8b-dc6d-75f2-8ecc-cb2c88b4adc2	2026-11-24 17:12:56.685656+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc6d-7000-8000-00000000005e	done	\N	01a20e8b-dc6d-75f2-8ecc-cb2b32f5f6ca	661495331df6b788e504ef8759743e0d	\N	\N	1
1	01a20e8b-dc70-7781-b0d1-8e4c9e4ad77f	2026-11-24 17:12:56.688642+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc70-7000-8000-00000000005f	done	\N	01a20e8b-dc70-7781-b0d1-8e4bd3081598	c2f823748091de56e9b86dfce6ad1748	\N	\N	1
1	01a20e8b-dc73-703a-a510-cc40ef77534f	2026-11-24 17:12:56.691564+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc73-7000-8000-000000000060	done	\N	01a20e8b-dc73-703a-a510-cc3f579feaa5	9ce9c55661055e2f70b9546f13d7823b	\N	\N	1
1	01a20e8b-dc76-73e8-aad0-97f7dbe16433	2026-11-24 17:12:56.694482+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc76-7000-8000-000000000061	done	\N	01a20e8b-dc75-7166-91ca-f6e8c6edc274	95165a6fd4755ec5e145864478d7935f	\N	\N	1
1	01a20e8b-dc79-75a7-83a4-7d0cbddf230f	2026-11-24 17:12:56.697498+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc79-7000-8000-000000000062	done	\N	01a20e8b-dc78-7742-9c7b-c9126fe03910	58d3a48eace5dd92022f0ddad9187045	\N	\N	1
1	01a20e8b-dc7c-7362-b72e-a5c6d94b6326	2026-11-24 17:12:56.700487+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc7c-7000-8000-000000000063	done	\N	01a20e8b-dc7b-7346-91cc-7d24cb0ecbed	00d165af1454ab04671f8ed04bf0d3e6	\N	\N	1
1	01a20e8b-dc7f-724f-acab-ad3d87e6b9e4	2026-11-24 17:12:56.703391+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc7f-7000-8000-000000000064	done	\N	01a20e8b-dc7e-7769-9e91-bdc12216086d	1581fe47190111c34391e843ad9190e0	\N	\N	1
1	01a20e8b-dc82-72ba-a391-9606abcb0015	2026-11-24 17:12:56.706227+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc82-7000-8000-000000000065	done	\N	01a20e8b-dc81-7182-95ea-8865642c9078	c0d7ee99ed1b7f664abf4dc909893f85	\N	\N	1
1	01a20e8b-dc85-7776-a3fe-103109cd10bb	2026-11-24 17:12:56.709314+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc85-7000-8000-000000000066	done	\N	01a20e8b-dc84-7520-a148-6c7008a17354	d93def47f1d18ac4ad18184186c668b3	\N	\N	1
1	01a20e8b-dc88-7630-91fb-ffe299928d5e	2026-11-24 17:12:56.71229+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc88-7000-8000-000000000067	done	\N	01a20e8b-dc87-734f-a266-3781259f4324	b23c3da8a36b8e38e0c7fc3b65237f45	\N	\N	1
1	01a20e8b-dc8b-75d6-b7d1-5d4b72ecadf3	2026-11-24 17:12:56.715578+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc8b-7000-8000-000000000068	done	\N	01a20e8b-dc8a-75dc-869c-fc78f2a085b0	39112dcb6cc97843b7b5812253f80518	\N	\N	1
1	01a20e8b-dc8e-7262-9db1-4341fe1b860d	2026-11-24 17:12:56.718867+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc8e-7000-8000-000000000069	done	\N	01a20e8b-dc8e-7262-9db1-4340dfe4c9cb	0274b64d6722dad76c0d0c9293fa628c	\N	\N	1
1	01a20e8b-dc91-72ab-b1df-59fb4f93c391	2026-11-24 17:12:56.721983+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc91-7000-8000-00000000006a	done	\N	01a20e8b-dc91-72ab-b1df-59facf5ecf57	b9ca0449c3a040917793e25eaa3d4199	\N	\N	1
1	01a20e8b-dc94-74c4-b827-a30df791a146	2026-11-24 17:12:56.725106+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc95-7000-8000-00000000006b	done	\N	01a20e8b-dc94-74c4-b827-a30c11e89668	19364710c11fb779d0f42824c45bed77	\N	\N	1
1	01a20e8b-dc98-76e2-9d9f-951f86b59814	2026-11-24 17:12:56.728209+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc98-7000-8000-00000000006c	done	\N	01a20e8b-dc97-728b-b95d-42c767c61fd7	a62415f44b6e288d43fda567540d61b4	\N	\N	1
1	01a20e8b-dc9b-71d4-9086-b4e65b9ba40c	2026-11-24 17:12:56.731245+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc9b-7000-8000-00000000006d	done	\N	01a20e8b-dc9a-7399-a761-0d3a25d2343e	0b75459e2a7eafd993ad089fc2096501	\N	\N	1
1	01a20e8b-dc9e-7565-89b9-3b99fccb465d	2026-11-24 17:12:56.734507+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dc9e-7000-8000-00000000006e	done	\N	01a20e8b-dc9d-76f9-997e-28be7a366cb0	92b9cf26ee265be35ce87b2eeab6a676	\N	\N	1
1	01a20e8b-dca1-74cc-a4ea-63f7cbadd87c	2026-11-24 17:12:56.737704+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dca1-7000-8000-00000000006f	done	\N	01a20e8b-dca1-74cc-a4ea-63f613c325bf	d4ef959e18bce29cb65f1d732abc4000	\N	\N	1
1	01a20e8b-dca4-72f0-b4d3-b2ea6c660c5d	2026-11-24 17:12:56.740997+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dca4-7000-8000-000000000070	done	\N	01a20e8b-dca4-72f0-b4d3-b2e991dc1143	cc278d1d915ead53a66bb3d8372d802d	\N	\N	1
1	01a20e8b-dca7-72cc-b781-92c444a955b8	2026-11-24 17:12:56.74397+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dca7-7000-8000-000000000071	done	\N	01a20e8b-dca7-72cc-b781-92c314f8fa39	53955cf7f4df76fe526edfb9ab417076	\N	\N	1
1	01a20e8b-dcaa-704f-b25e-4b591d5dc6c7	2026-11-24 17:12:56.746945+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcaa-7000-8000-000000000072	done	\N	01a20e8b-dcaa-704f-b25e-4b586498832c	86a4c91b7a3b74378ccac3c7daf40699	\N	\N	1
1	01a20e8b-dcad-72df-97d3-afde51f4c0b9	2026-11-24 17:12:56.749968+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcad-7000-8000-000000000073	done	\N	01a20e8b-dcad-72df-97d3-afdd9fe9c783	06ccc159a27e06c9fac7f9bcc18374e3	\N	\N	1
1	01a20e8b-dcb0-7366-98df-59d33110acf6	2026-11-24 17:12:56.752828+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcb0-7000-8000-000000000074	done	\N	01a20e8b-dcb0-7366-98df-59d204123b12	aa55469718692e62d567208064667548	\N	\N	1
1	01a20e8b-dcb3-761c-9c8b-a4270086a9c6	2026-11-24 17:12:56.755693+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcb3-7000-8000-000000000075	done	\N	01a20e8b-dcb3-761c-9c8b-a426025a97be	a9a021a61c938781ea80b268777bc875	\N	\N	1
1	01a20e8b-dcb6-7128-ae3b-6b80d0394e89	2026-11-24 17:12:56.758937+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcb6-7000-8000-000000000076	done	\N	01a20e8b-dcb6-7128-ae3b-6b7fdf553769	53c5b9cffa063b2d95f4ff78ff3b43d8	\N	\N	1
1	01a20e8b-dcb9-7607-a443-e762b7aa0648	2026-11-24 17:12:56.762004+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcba-7000-8000-000000000077	done	\N	01a20e8b-dcb9-7607-a443-e761f55f56ee	05c00ae433b62c8de19e358c8bfda457	\N	\N	1
1	01a20e8b-dcbc-7169-bf77-4fcb11c269aa	2026-11-24 17:12:56.765131+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcbd-7000-8000-000000000078	done	\N	01a20e8b-dcbc-7169-bf77-4fcad46b5319	4018c094d7d9bea97ffb19ec78db6627	\N	\N	1
1	01a20e8b-dcbf-729a-af31-9d54771f9469	2026-11-24 17:12:56.768118+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcc0-7000-8000-000000000079	done	\N	01a20e8b-dcbf-729a-af31-9d532f033df5	1472f679c65958abc778b3c50b01cee6	\N	\N	1
1	01a20e8b-dcc2-7550-98e4-e80b56317d87	2026-11-24 17:12:56.771172+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcc3-7000-8000-00000000007a	done	\N	01a20e8b-dcc2-7550-98e4-e80a79538de5	9ea932c8989911a9f0186c8079400afd	\N	\N	1
1	01a20e8b-dcc5-7354-87d3-92d6b6ed2983	2026-11-24 17:12:56.77417+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcc6-7000-8000-00000000007b	done	\N	01a20e8b-dcc5-7354-87d3-92d5eee52119	a33ce28e7c73a34152861f5b7dc7f883	\N	\N	1
1	01a20e8b-dcc9-71ac-b369-de6b1d52de3d	2026-11-24 17:12:56.777226+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcc9-7000-8000-00000000007c	done	\N	01a20e8b-dcc8-715c-b120-fc60a5d2cd38	a187c835c646169a2151326797ab8af1	\N	\N	1
1	01a20e8b-dccc-74cf-9aee-7ed3a38aea45	2026-11-24 17:12:56.780315+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dccc-7000-8000-00000000007d	done	\N	01a20e8b-dccb-735b-bc2e-1db79a52a6f8	2998f46ee09146f35fa57b48aafcc9ef	\N	\N	1
1	01a20e8b-dccf-7641-b309-ef4a8d62785a	2026-11-24 17:12:56.783594+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dccf-7000-8000-00000000007e	done	\N	01a20e8b-dcce-756f-9746-7a3196cd0522	c57b97d9808525a0978732485fc31d63	\N	\N	1
1	01a20e8b-dcd2-777b-8abb-703211109fd9	2026-11-24 17:12:56.786677+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcd2-7000-8000-00000000007f	done	\N	01a20e8b-dcd2-777b-8abb-7031590e748e	1319d67b1ccd6391fa6dd33c1299375d	\N	\N	1
1	01a20e8b-dcd5-7661-9e9b-c78129c644a7	2026-11-24 17:12:56.789718+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcd5-7000-8000-000000000080	done	\N	01a20e8b-dcd5-7661-9e9b-c780ae1c094b	313bb76574cd4145a128356f179438e1	\N	\N	1
1	01a20e8b-dcd8-72a4-a231-ad5ebdd5f3bd	2026-11-24 17:12:56.792628+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcd8-7000-8000-000000000081	done	\N	01a20e8b-dcd8-72a4-a231-ad5d3936cf26	4b527f8a8dc3d1b6b64f77c7b57f7975	\N	\N	1
1	01a20e8b-dcdb-7034-a4fe-5d5912798ff8	2026-11-24 17:12:56.795656+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcdb-7000-8000-000000000082	done	\N	01a20e8b-dcdb-7034-a4fe-5d58f196477f	b2192afda70b812919e9ab8908366bd3	\N	\N	1
1	01a20e8b-dcde-712d-bfc7-6fd6b361d325	2026-11-24 17:12:56.798796+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dcde-7000-8000-000000000083	done	\N	01a20e8b-dcde-712d-bfc7-6fd58048a23d	a316b75afd39a3751486a45e38846d40	\N	\N	1
1	01a20e8b-dce1-7191-a065-1c97b4e4a81a	2026-11-24 17:12:56.801825+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	entry	01a20e8b-dce1-7000-8000-000000000084	done	\N	01a20e8b-dce1-7191-a065-1c96074d7b85	89a60d95ffa2784940fe2a77c686da1a	\N	\N	1
1	01a20e8b-dce5-72fe-a240-9754836cd7e1	2026-11-24 17:12:56.807414+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post_bulk	bulk	d8f3fcbc-3a30-840a-f0f3-1d5473a7531a	done	\N	01a20e8b-dce4-775c-a43e-90c69b3e907e	8c760aa03ec5ed252ec10d350361aef8	\N	c96647f7c8d79694eeb1b41481a3f6b42cf692f33c4198b9b4ecb77e156531be	1
1	01a20e8b-dcef-7744-ab14-6de62a38fae4	2026-11-24 17:12:56.815331+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	\N	\N	refused	insufficient_funds	01a20e8b-dcee-75bc-94e2-248fd8d7b846	4c6377d6577812528dbb83a064500f38	\N	\N	1
1	01a20e8b-dcf5-7656-b4ea-b3aa4c23e9bd	2026-11-24 17:12:56.822243+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	withdrawal.post	entry	01a20e8b-dcf6-7000-8000-0000000000f2	done	\N	01a20e8b-dcf5-7656-b4ea-b3a9a7f882ca	2aa7a7e68ec63d1325f36ec4efe18129	\N	\N	1
1	01a20e8b-dcf9-755b-9821-5a147bcd7db1	2026-11-24 17:12:56.825429+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	\N	\N	refused	insufficient_funds	01a20e8b-dcf8-700d-90c1-d402b1e1cd80	9039a8693f12d13e62a788c104581ddf	\N	\N	1
1	01a20e8b-dcfe-75ce-a754-66a868fb99d6	2026-11-24 17:12:56.830942+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	withdrawal.post	entry	01a20e8b-dcfe-7000-8000-0000000000f3	done	\N	01a20e8b-dcfe-75ce-a754-66a795e6919b	3cb15357859b75b3324eb978d73142cd	\N	\N	1
1	01a20e8b-dd01-728b-a808-7fcbc7f429ef	2026-11-24 17:12:56.833882+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	\N	\N	refused	insufficient_funds	01a20e8b-dd01-728b-a808-7fcac8c8c5d3	dc15190d1fa8f2942d79fb1897fe020a	\N	\N	1
1	01a20e8b-dd06-72bd-a6ae-ab85f543969d	2026-11-24 17:12:56.839144+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	withdrawal.post	entry	01a20e8b-dd07-7000-8000-0000000000f4	done	\N	01a20e8b-dd06-72bd-a6ae-ab8492ca1b62	ab54fb6065d3360c6bb0062129afe80b	\N	\N	1
1	01a20e8b-dd09-703c-abcd-e9fb6eb57c08	2026-11-24 17:12:56.842146+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	\N	\N	refused	insufficient_funds	01a20e8b-dd09-703c-abcd-e9fa60391862	885e9007fcb1d9186861201322ae2ca5	\N	\N	1
1	01a20e8b-dd0f-7198-9330-68e92d0993c3	2026-11-24 17:12:56.847454+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	withdrawal.post	entry	01a20e8b-dd0f-7000-8000-0000000000f5	done	\N	01a20e8b-dd0e-77ea-b80f-23384036991c	569c0a2a704c5a659806e6df8d4ea8f1	\N	\N	1
1	01a20e8b-dd12-70ae-9bf1-97f698b27e27	2026-11-24 17:12:56.850423+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	transfer.post	\N	\N	refused	insufficient_funds	01a20e8b-dd11-7619-abad-a3af3807baf1	18962cf1f4448477ef24cf1879317c41	\N	\N	1
1	01a20e8b-dd17-751f-b9ce-fa830de71614	2026-11-24 17:12:56.855735+00	token	d280e3a5d1e6eb97252c032d5f75d4eb	\N	withdrawal.post	entry	01a20e8b-dd17-7000-8000-0000000000f6	done	\N	01a20e8b-dd17-751f-b9ce-fa8258503bad	ac1f30d07e884f83a71861b79511eb70	\N	\N	1
\.


--
-- Data for Name: branch; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.branch (book, code, name) FROM stdin;
1	main	Head office
\.


--
-- Data for Name: customer; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.customer (book, id, created_at, kind, branch, version, sealed_full_name, sealed_email, sealed_phone, index_full_name, index_email, index_phone) FROM stdin;
1	61	2026-11-24 17:12:56.133837+00	person	main	1	\\x010000000147e49f3c316731749d3f7c0082daf7d92b8c626532dbe245b51e3ee1aa946b7b7de3c421	\\x0100000001963dd9e476fbcd1ae261788b1d8a422de3d22f56466d385740720b76cbd70a9ec010c12e2a7218aa84c1da6c479cd8df	\N	\\x9e202b9a3b7db7c46883093f81ad7f90	\\x58f8e193f08db85b6c4310e892453c08	\N
1	64	2026-11-24 17:12:56.18586+00	person	main	1	\\x0100000002a6e6f6c1e903e34fd331d72286289fae45890eafa641e9fc0a477e957928b3db18057c0a	\\x010000000237741ebe8d37c5559c224b3850ce65ddc41a6adeaf2a4926e18cd8ff96e3ba015780fa7e144c9f3d8b6f98a5b94fc366	\N	\\xbf696ed8b763bd30dcf74d18b77b7e43	\\x8c838deb909088a5de42cba628658b2e	\N
1	67	2026-11-24 17:12:56.207215+00	person	main	1	\\x0100000003e26b82b77b7a4331dad22f5f8d9625715f3ebecac6d315ceffa0b8ea609ff82742adad0b	\\x0100000003d70f7773792119f6f2697d8a9f78da87319725a18bd84a54cec01841ddd37bd2038d4f6a13be4232a6f84e339b1cc100	\N	\\x83025305706037eeff1390f070b795f2	\\x5de8de396dc80101c2d3f4740955cd79	\N
1	70	2026-11-24 17:12:56.228219+00	person	main	1	\\x01000000043bf76798336c722dad85194f9e1da6b1f2b1ba8bbe5213d9c523fc2caa3aa2a81cd1407e	\\x01000000041ad011bbcf6c26cda488346964c967542e75385ca8e2a018e1769d605930c44784f23b08eeb6cd32bfb21a4d40df8e6c	\N	\\x3bd4a500dec97b4bd67cc89635000e6d	\\x518c5caf27c23b4b60fbd8d93ec3eaa2	\N
1	73	2026-11-24 17:12:56.247549+00	person	main	1	\\x0100000005a1665fca5f9973b40c35900c61f5760295aceb7def9214238269d27a5d795bcec8a6f5e7	\\x01000000053faad13454ef8d542195d7e3fef9f136947d3df243a8349374bd79b0abedad5d4076c9ae809a3054d7faf6e13f75b019	\N	\\x7613f38f97cf380cd3b3684cc09241e1	\\xca289792c03174a836e21da56c0a219f	\N
1	76	2026-11-24 17:12:56.26402+00	person	main	1	\\x0100000006b32b2e7ec84b1c8c730a32b67a1a2db13e8e4a9aea273b2a4e0bf1f4709d7ef838415fe3	\\x0100000006cba7934d49a8ff57cd3f7867118002860dedd5409c74adfe42f3856e9017b2f627ff399c81c7a9f63274518cd2af17a7	\N	\\xb13f92b6f274e28ee331faba3db416b9	\\xcf57dba94841aed836dec6f186056bd1	\N
1	79	2026-11-24 17:12:56.282169+00	person	main	1	\\x01000000078297bb126e0cf1377574005e5644daf495708a5898cb70f7ef9fcc440607bed8e4c9a21f	\\x0100000007445991f18508c07b3d0ba6c18bf2a7374aa85e65f0fbbc6222863c66554fbbb465bef933d67205e42b3b65ba368013c4	\N	\\xa08168bfc04fcf5c53dfbbd5682623f5	\\xcb7e36b300070df0708db97db932afe0	\N
1	82	2026-11-24 17:12:56.298791+00	person	main	1	\\x0100000008a30baa8026fbe4358749a03f3e550e2da38cffdad73a1703b7c9684b07dc999050118e2e	\\x0100000008af899f9c929e61b90913d071600ecb4df7d2e99f43f88cdf94d02b35bb4ce8dce8cd0ddb507a59769afb8adce14c896e	\N	\\xfb724a01be6abc1f4cb5bfbc4345eb30	\\x81e72d4bbdf94fac3d1c9a48f319b7e5	\N
1	85	2026-11-24 17:12:56.314924+00	person	main	1	\\x01000000094ef78bef7b1452c1fa8f1f3c3b12dbe9cf46eb695923b875aa32f02b3fe2b17614dce009	\\x010000000953dcc3ab3e3258aace123e2e1f8ffaba24e917e2155a886655bd56f7e9601da11272c96797f206d1cc694777f2d91b7c	\N	\\x83f4f8c7340bfce815f4bf4f65fb9edc	\\x246accbc311ae315f49943c76de0f7f0	\N
1	88	2026-11-24 17:12:56.331364+00	person	main	1	\\x010000000aa8155458dbd8b082f890a1e0b9d27b80f12b730192e478287bcb766619267aaf5c81663a	\\x010000000a5aaed2d75061584d37779f11fbe30e6032c2e11b3be6f7c3e9bd6780a8b0e639698f69c721a27fa6911daed369b3bd93	\N	\\xda74a4e15659e2ea997a3ef541871ace	\\xc802e448cef0d9cc4fc569cf49dd8d09	\N
1	91	2026-11-24 17:12:56.347281+00	person	main	1	\\x010000000bb3f755f8fbc50655d16ae7384ef8922114dafc604a8ac5b01866339e64f041f493758266b5	\\x010000000b7b290dd6267905f826078a49eac216dee9b4946a30cdcfb731011182ac20afe94d9894a4835187f9dc345506d222b64fe4	\N	\\x09ea06fbdb35311158d8449bc2e68a71	\\x315e31eae3795a053da74ba5b3b6b4ca	\N
1	94	2026-11-24 17:12:56.362997+00	person	main	1	\\x010000000c740451f51fa9fcfe44021437667a67be3b09a10c3b64d8969aac6321d0710c9bd8dde7432a	\\x010000000c05e072b8b5c2710e7cdda73aabcdd7668087d679d2699378a0f97cf9b983c471c4dd96a6f5c3fa9d1a2ff8279522c23997	\N	\\x12571af80b1232663eddda4cc09d50f2	\\x283a3cae64e005a673b3c05edd12cdd0	\N
\.


--
-- Data for Name: customer_account; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.customer_account (book, id, opened_at, closed_at, customer, product, product_version, version, sealed_number, sealed_name, index_number, external_reference) FROM stdin;
1	63	2026-11-24 17:12:56.161991+00	\N	61	current	1	1	\\x01000000010a3a3bfbcb5b670cb87681e42192f6841edf830791c2f2b9404e0db8c12c0cc0da4cf34b4ea75fb48c5b2709333b79f04518	\N	\\x658e192b05e5827cfcf079735015e10a	\N
1	66	2026-11-24 17:12:56.19706+00	\N	64	current	1	1	\\x0100000002e2c86137227a1ee70db2e2e94ebf9e6286cdde47c89557f8217c32a82ccdf5787b2b85a0846e3a098131e06b8b37eb804c6e	\N	\\x762bcffb6329e3cd965e3edfcaf5dca7	\N
1	69	2026-11-24 17:12:56.217821+00	\N	67	current	1	1	\\x0100000003e7eb5888d13e7e423f3b8e5e47099d86ab8f49684daaf3e9bb95bf5c665ac59b74165ca4da950e9d8b233c83ddc796ff0e46	\N	\\x4394d13cf507afa0eab3e71e09526249	\N
1	72	2026-11-24 17:12:56.237316+00	\N	70	current	1	1	\\x01000000048d952fe488f0a133804d210ecbd3b1a22f5126ba72c0e01174a3a67559951842e92964f76445379e560aa2c650d73b1646fa	\N	\\xb51b729b3524be7207954a778745db71	\N
1	75	2026-11-24 17:12:56.256175+00	\N	73	current	1	1	\\x010000000547fa7e93252ed3317298f185521b46935ad27dcd9ab24aa7556e444064409164134325996a2c48ca72837afc603675e4aff4	\N	\\x7912ec7a591751d80349e03a292b8eda	\N
1	78	2026-11-24 17:12:56.273895+00	\N	76	current	1	1	\\x0100000006139b450c11b8a0ed4a6a5d587aad985a20636a043dc77ae3497f3af18cef3accece8aae20bac6ce3faa45625f6588b3758db	\N	\\x80882df3d13211ef94b620a59c2318b8	\N
1	81	2026-11-24 17:12:56.29092+00	\N	79	current	1	1	\\x0100000007a0f3008e5bce4e25b325e18cf589ebb152ffc720230b3e9bce11044130f88e989fb038a2f44401a9f38075e274ca31c96e73	\N	\\x8e60029b1ad2a9f8009b770d8af47fc3	\N
1	84	2026-11-24 17:12:56.30699+00	\N	82	current	1	1	\\x01000000085d67dbb068cf208caa200e4658969ca17a8603256c7ae4dd1d4fadbe7e8f9603c4a82b748fbfe1744f43652df67ebcfc3e32	\N	\\xbdea78d55d347f889b0f801dce9efe64	\N
1	87	2026-11-24 17:12:56.323573+00	\N	85	current	1	1	\\x010000000930b59dee96472ebac3ee4104549cb86a415ae9e566de5f9f4d35abdb342ac89147d6e343d631f36848b1b7da16da913edef4	\N	\\xa3491f7e8742280271778630ec7833aa	\N
1	90	2026-11-24 17:12:56.339831+00	\N	88	current	1	1	\\x010000000a7f38b3ac4af87ef9dd1e739b6ef80063dfa385a011f9b63436dd12837e884ab7002361cfa544b5df8498dfc781d2dceb8e72	\N	\\x7f4c1807fed4ef50ae593c4a1cdb98ad	\N
1	93	2026-11-24 17:12:56.355557+00	\N	91	current	1	1	\\x010000000b150d535bc088ca1ade03431f6f0fb514c95d90ef768eff5c86c344385e1bfe48416e057b68354f11dbdcc9da0ba94a4cf096	\N	\\x6c26aa47e44a88d6f0c50bf60b6cf26d	\N
1	96	2026-11-24 17:12:56.371537+00	\N	94	current	1	1	\\x010000000c1b7d5e29e4304c0bf0fe825dd4fc375ef1221030795cf5b49bc09f8ba07184d2c3acd9fc32540e725e0c6aa2f18139253226	\N	\\x76db6088f27d5cec7a98a45637cd42cb	\N
\.


--
-- Data for Name: data_key; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.data_key (book, id, purpose, owner, wrapped, created_at) FROM stdin;
1	1	customer	01a20e8b-da45-7000-8000-00000000003d	\\x0114646174612d6b6579732d312d653335613237313033e84068629a86fbab9364487f1c8df33931bab79091b5a21d445a4f3ec4ffb69d98ad7ccb74dc5fca91ade6f027de120ed01d80f59500fcb33316fc	2026-11-24 17:12:56.144843+00
1	2	customer	01a20e8b-da79-7000-8000-000000000040	\\x0114646174612d6b6579732d312d65333561323731307a4c5fb2e4328521e7f422cd3d432facb9ef693ee28d7b74750768cb38bcb81f6d63e058a0f3ed08dc926aa6ecf35bff804d9a44a984c8f0ae2e6338	2026-11-24 17:12:56.188787+00
1	3	customer	01a20e8b-da8f-7000-8000-000000000043	\\x0114646174612d6b6579732d312d6533356132373130124f77b53ed7ec7b1e026dbe5724e81d8181c29d6878ba4bb3c3f5eb888f1c180435299395147173f987e3b17f3b6d15c745290aeb2fc8cc4edaecb0	2026-11-24 17:12:56.209991+00
1	4	customer	01a20e8b-daa4-7000-8000-000000000046	\\x0114646174612d6b6579732d312d6533356132373130874b27b33c463716cf4c4e23418e55267f80ff995a27d98fecebf4e0780a051cc7b3e9253414d477f3659f5da7c7bdca00e61499d1607ee3596a3768	2026-11-24 17:12:56.230594+00
1	5	customer	01a20e8b-dab7-7000-8000-000000000049	\\x0114646174612d6b6579732d312d6533356132373130e12404e0b1fe463d6bbd8dda47ad875f9152157ae79ea6ef6fd273cdbe734ff5af97add6f5e250a1dbfdd9d51133997561529497796d5d4caa2b5b14	2026-11-24 17:12:56.249868+00
1	6	customer	01a20e8b-dac8-7000-8000-00000000004c	\\x0114646174612d6b6579732d312d65333561323731303b09aac8b8fe6554610462854213537ba6037a96093f087adad0b7cfbffe286c7390ba5dbac36f7c353292f1b52cfa8de5130aef1bc3d5692cb2d7aa	2026-11-24 17:12:56.266462+00
1	7	customer	01a20e8b-dada-7000-8000-00000000004f	\\x0114646174612d6b6579732d312d6533356132373130c5b94423c1c4a6f417110f653a8c8f7fde18679085af52a5412d5bcc9b48a4ca64d8093ac680cc65eb099037dd00225260295fd7db8dedd4ea02c084	2026-11-24 17:12:56.284475+00
1	8	customer	01a20e8b-daea-7000-8000-000000000052	\\x0114646174612d6b6579732d312d653335613237313062e624d758fa8fa3f1047185b012e0839e42898a9d9b2b0cea1978905cb5c55bb1387c3b4016730ac5513469a8133f5fa0b51dc593907cd0b24530f9	2026-11-24 17:12:56.300934+00
1	9	customer	01a20e8b-dafa-7000-8000-000000000055	\\x0114646174612d6b6579732d312d65333561323731301d2ae7f6a8d17a0e9874d8403f8c691b1af5c735d09f11d7d054e742457401fa7a7f40ebcf9687ad16d04782452e3578a5cea190675a9b26bab50a55	2026-11-24 17:12:56.317129+00
1	10	customer	01a20e8b-db0b-7000-8000-000000000058	\\x0114646174612d6b6579732d312d6533356132373130678d54e7934e6d355824cbf5e66c9b1fddcf0191dcf7d8b03bca8d1687e90d78304aa60443bd39f9a24bca5c823f3a5d50313f1d31dc0799d99574bf	2026-11-24 17:12:56.333596+00
1	11	customer	01a20e8b-db1b-7000-8000-00000000005b	\\x0114646174612d6b6579732d312d6533356132373130e9c3bee8e5bb5b189d628e6bdec6b091799d69937c953648fdf09f099c17bf15fe36125364da1d4c6e666a6a44db0295f57a3b4c1271c38813643309	2026-11-24 17:12:56.349527+00
1	12	customer	01a20e8b-db2a-7000-8000-00000000005e	\\x0114646174612d6b6579732d312d65333561323731308b9b313f3b4f9576f2dce95775941b1c2ce212102b60c03a4fc361b02dab1cf4f9696fde412e4a5a555eab26f86fd5e5420defd12a09e058cef55604	2026-11-24 17:12:56.365167+00
1	13	reference	2026-11	\\x0114646174612d6b6579732d312d653335613237313079ad12d0bace8ef76711e122127e7cec46533e9698d09007d89ede52cedff512744a7ded0dcb4a8c0fe0eed6e267c573e1e1b9d9dedc3642710e35cc	2026-11-24 17:12:56.431543+00
\.


--
-- Data for Name: idempotency_record; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.idempotency_record (book, key, digest, created_at, audit_event, outcome, object_id, code, detail, context) FROM stdin;
1	e77aca78-a966-6269-58b2-3dc7c78afbaf	\\xa0621eaea19f6598b0e5c83760428c5b	2026-11-24 17:12:55.918878+00	01a20e8b-d96e-7412-8955-ffe6a92dba8f	done	01a20e8b-d97b-7626-9774-2f35fffc1baa	\N	\N	\N
1	27aac6a1-489f-bbde-7c78-f7a28bfe4f57	\\xbf962343722eeb3932ccfe95a309462a	2026-11-24 17:12:56.133837+00	01a20e8b-da45-7047-aeda-fbf186646e1b	done	01a20e8b-da45-7000-8000-00000000003d	\N	\N	\N
1	47476bf8-2e1f-57c9-1fdb-9e5fd6a5eab0	\\xff48244432245c60f6212c1134738a54	2026-11-24 17:12:56.161991+00	01a20e8b-da61-7196-a7ce-ecebd5c4869c	done	01a20e8b-da61-7000-8000-00000000003f	\N	\N	\N
1	574a87e8-f820-4740-4c8a-7335a721cd19	\\xd9cfd65a8adbd0e9a52fd81f93d1361e	2026-11-24 17:12:56.18586+00	01a20e8b-da79-75d5-8d62-c1686fa3919f	done	01a20e8b-da79-7000-8000-000000000040	\N	\N	\N
1	8df5f61f-62d9-30ec-c38f-24aea53cbc12	\\x1baf773935e81495dc01d486b7681587	2026-11-24 17:12:56.19706+00	01a20e8b-da85-74a3-aac3-71a9d3354c8e	done	01a20e8b-da85-7000-8000-000000000042	\N	\N	\N
1	e1133482-b6e8-ea64-28f0-b9f707e726c1	\\x96412e18c9d8d8c6626ed55f992e6a19	2026-11-24 17:12:56.207215+00	01a20e8b-da8f-726a-a064-5188d4f275fb	done	01a20e8b-da8f-7000-8000-000000000043	\N	\N	\N
1	08df32c2-b9fe-b331-c9d6-257d551a2432	\\x2e9257ba2cd19c965cfa2745d39c269c	2026-11-24 17:12:56.217821+00	01a20e8b-da99-701a-8c7b-9d270f800ce9	done	01a20e8b-da99-7000-8000-000000000045	\N	\N	\N
1	37ec5e4f-52c8-80f8-c7e1-b5174e8a75f0	\\x14f05218f33ac582f8a6f5c49529ce16	2026-11-24 17:12:56.228219+00	01a20e8b-daa4-7118-a2dd-5241eaa7e645	done	01a20e8b-daa4-7000-8000-000000000046	\N	\N	\N
1	aacb6669-c815-bae7-6711-5918f975498a	\\xf5e830d5305658428f195a78ceff3a4b	2026-11-24 17:12:56.237316+00	01a20e8b-daad-70ad-b842-2eac3505dcc0	done	01a20e8b-daad-7000-8000-000000000048	\N	\N	\N
1	b2074784-2df1-3829-42ab-84ebfcf3633b	\\x133332269536975e521bc989da7a220a	2026-11-24 17:12:56.247549+00	01a20e8b-dab7-710f-ab35-11d20ad29bce	done	01a20e8b-dab7-7000-8000-000000000049	\N	\N	\N
1	4c998a11-0b18-1f63-90e5-c878a1233557	\\xe8b279078f97539c916340264ed900e8	2026-11-24 17:12:56.256175+00	01a20e8b-dac0-733f-808a-20fc81a76e70	done	01a20e8b-dac0-7000-8000-00000000004b	\N	\N	\N
1	b25ffd90-3ce7-c304-897e-dc09a126de0e	\\x24dc4500c314cdc678d7854344787ce7	2026-11-24 17:12:56.26402+00	01a20e8b-dac8-7027-8c38-d04fb2582bae	done	01a20e8b-dac8-7000-8000-00000000004c	\N	\N	\N
1	81f1b7f1-7f3b-020f-88ba-c83561ef7fa6	\\x0d4f1ad6c24b419a529ed78526356218	2026-11-24 17:12:56.273895+00	01a20e8b-dad1-73b0-ac54-c030546e22ce	done	01a20e8b-dad1-7000-8000-00000000004e	\N	\N	\N
1	0a123c3c-cac9-3b72-c471-c70de89cd154	\\x01a9c93d4cc01030b9c7fdcc4bed8c8d	2026-11-24 17:12:56.282169+00	01a20e8b-dada-708c-8ac2-3d157899cef9	done	01a20e8b-dada-7000-8000-00000000004f	\N	\N	\N
1	5f83a05c-cb5e-e1d0-c828-e064ac90bb32	\\xef1ee9d776698dbc1d72a16e0e20ffe8	2026-11-24 17:12:56.29092+00	01a20e8b-dae2-71d4-94b1-7be55ae4cf75	done	01a20e8b-dae2-7000-8000-000000000051	\N	\N	\N
1	59ced2b6-70a3-214a-0608-bece2598b0ac	\\xa880775a538ee6cd410a97ad40eab27a	2026-11-24 17:12:56.298791+00	01a20e8b-daea-76b7-bdfc-ca9f296a2ab2	done	01a20e8b-daea-7000-8000-000000000052	\N	\N	\N
1	022a949a-c9f1-6201-7a28-31f98df7ddb6	\\xc163c2dcd9a248b656d71ec26ddbaaf3	2026-11-24 17:12:56.30699+00	01a20e8b-daf2-7268-ae9e-929c2076476a	done	01a20e8b-daf2-7000-8000-000000000054	\N	\N	\N
1	5bb35ee0-a17a-a50a-cb43-f97b017b023e	\\x893a7001d2b128eb7bcc5d053040ca27	2026-11-24 17:12:56.314924+00	01a20e8b-dafa-745d-8201-5b36d1abed64	done	01a20e8b-dafa-7000-8000-000000000055	\N	\N	\N
1	8cdd2501-d6d8-d129-ad66-b388aee27d66	\\xfbe71bad34db58f75df789b55b09aefd	2026-11-24 17:12:56.323573+00	01a20e8b-db03-741a-b72f-6caa5b08beac	done	01a20e8b-db03-7000-8000-000000000057	\N	\N	\N
1	939d77e3-fe11-6f45-ab4a-3551cb856cd6	\\x8791212361cc02e8c483c6b018554931	2026-11-24 17:12:56.331364+00	01a20e8b-db0b-7786-bd2e-2c37925ad1bd	done	01a20e8b-db0b-7000-8000-000000000058	\N	\N	\N
1	f6ff7a25-2766-0d38-eb57-7f131e2174ca	\\xe53593c59c1753e841d83bf0056a5223	2026-11-24 17:12:56.339831+00	01a20e8b-db13-70d3-9b16-71049c066591	done	01a20e8b-db13-7000-8000-00000000005a	\N	\N	\N
1	4c53293c-f01a-8a81-8653-0063fc6f19b1	\\x427741c83e934a682ef6ae090e8805e3	2026-11-24 17:12:56.347281+00	01a20e8b-db1b-72c7-a787-f93578c83a63	done	01a20e8b-db1b-7000-8000-00000000005b	\N	\N	\N
1	4799c1fd-06a6-fc7a-9741-45fedd8956f4	\\x004ac82116eddddbcf116a2e7ca8bacd	2026-11-24 17:12:56.355557+00	01a20e8b-db23-73c6-8769-d8b06ae22a00	done	01a20e8b-db23-7000-8000-00000000005d	\N	\N	\N
1	8098452c-dce1-01f2-9025-a669db2638e2	\\x282bb111fcb207101ebe07d0418be0d6	2026-11-24 17:12:56.362997+00	01a20e8b-db2b-74a5-8eac-b9dd4dd69a41	done	01a20e8b-db2a-7000-8000-00000000005e	\N	\N	\N
1	61dc9886-a855-df4d-7fc0-18ae57ffcb32	\\xfed4b83f3314c6852e2e885098820d8f	2026-11-24 17:12:56.371537+00	01a20e8b-db33-7198-af01-c3666a69c29d	done	01a20e8b-db33-7000-8000-000000000060	\N	\N	\N
1	00000000-0000-4000-8000-000000000109	\\x3e7bdc1a64100bb931cd0a3c14405798	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000110	\\x68a48769cc1da5b8cbf93c2dfd7e5b02	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000111	\\xd6f54ad963c9a0e6964bbd11e16e1f73	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000112	\\x3837a6532f8593682e05c96e79ed6633	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000113	\\x689387b694e0f1f411a2e4674987dbcd	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000114	\\x483ae8026d84ea74072e7d4602465cdf	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000115	\\xbd20866cf1c1dee114ab609e71839a42	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000116	\\x9d651afe9d5d394d0a14501146e5bae3	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000117	\\x3b4d4903d0baa12e8976aa3b88f4513b	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000118	\\xea3aaf6345547a1c568dc721312a20a7	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000119	\\xa84ac607f8f1b1af1114808cae17e346	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000120	\\x2f007d629a4a71edfae93636a2935253	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000121	\\x003aa2ed7e921e56255b9bec2d1f493a	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000122	\\x1bf00e2decb76c576e917ac9e6457db4	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000123	\\x489b36aedc14ee6296c1f6b081b0a89c	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000124	\\x8c56f84b127e523d2b55006ea1fbaa4d	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000125	\\xc55f74a16c21d45e5b7650194f8a75e9	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000126	\\xbf390ff2dd3ce2c4c03e800a9d51f909	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000127	\\x896d36139589d3dde3aeb46476c02ffa	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000128	\\x95a2e05c954240665617258cb0f2d622	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000129	\\x827e98131b4f1210d4fc162fb1db0d13	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000130	\\xcfb1df2d12aa755cfefd579ceda14f8c	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000131	\\x52c5c56749093cff1fbecd6cd7d9b39c	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000132	\\x114ab071f127c323ab973cf4c106a279	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000133	\\x37e0ad17f3a799e2358863fe8a89b080	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000134	\\x14576c42f93883e7f50dc1ea8077fa75	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000135	\\x489e149f4f50faa94bf065c19614f69e	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000136	\\x4767474994e90b2f2600f7924095c109	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000137	\\x1d1fe95d0e32fd01c69ea80d0eeb8feb	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000138	\\x9afc48d4bc149952acecc5fa6cb1d4c8	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000139	\\x80ea49052dbe833ff0d7f145a6f5aad7	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000140	\\x0a4b88d92ff0d321f5d10e26597f3789	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000141	\\x3ace67aa1b02b62fb439eaec047e43c1	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000142	\\xb36a39a6f45c8fefaea716df22145507	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000143	\\x0583281802699f3dd1e24c790f2d43c4	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000144	\\x5d6e6b4d7008e00dfd60af824f653cca	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000145	\\xd1835059b51d0cd5d73c96cfa862da3a	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000146	\\x363c52780cbaa75a12e83981e25c875a	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000147	\\x5ebefd5a1c1ef0ee7c613eead7e39da1	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000148	\\x67a842ff2ef38c6e1112feedf82cd239	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	00000000-0000-4000-8000-000000000149	\\xdbcec060bae8008be890f1f83d9df364	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 66}
1	d8f3fcbc-3a30-840a-f0f3-1d5473a7531a	\\x5ffccc72b5d0f71c918de939bcc40e6e	2026-11-24 17:12:56.807414+00	01a20e8b-dce5-72fe-a240-9754836cd7e1	done	d8f3fcbc-3a30-840a-f0f3-1d5473a7531a	\N	\N	\N
1	e58755c7-02ea-a9b4-0423-65e83449675f	\\x228fe1f03b02b3c4b9158a9a2ee3ef61	2026-11-24 17:12:56.815331+00	01a20e8b-dcef-7744-ab14-6de62a38fae4	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 72}
1	f0a817a6-0756-8257-8d2a-713fc1803eda	\\x228fe1f03b02b3c4b9158a9a2ee3ef61	2026-11-24 17:12:56.825429+00	01a20e8b-dcf9-755b-9821-5a147bcd7db1	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 72}
1	9cfdb3c1-49c9-2a66-2ae9-cfc9c68def22	\\x228fe1f03b02b3c4b9158a9a2ee3ef61	2026-11-24 17:12:56.833882+00	01a20e8b-dd01-728b-a808-7fcbc7f429ef	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 72}
1	9e195ec4-2c28-722d-67c3-c9d53bab450f	\\x228fe1f03b02b3c4b9158a9a2ee3ef61	2026-11-24 17:12:56.842146+00	01a20e8b-dd09-703c-abcd-e9fb6eb57c08	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 72}
1	617550d2-0ed8-2e69-3f34-893eccfe2da1	\\x228fe1f03b02b3c4b9158a9a2ee3ef61	2026-11-24 17:12:56.850423+00	01a20e8b-dd12-70ae-9bf1-97f698b27e27	refused	\N	insufficient_funds	The available balance does not cover the amount.	{"row": 72}
\.


--
-- Data for Name: journal_entry; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.journal_entry (id, recorded_at, booking_date, value_date, book, kind, key_is_id, key, audit_event, digest, legs, sealed_reference) FROM stdin;
1	2026-11-24 17:12:56.386945+00	2026-11-24	2026-11-24	1	2	f	f2891d50-d928-e911-3512-106d90b168ce	01a20e8b-db3b-7583-912f-74aaa092135f	\\x997fbc87dd2c3669030729adb7b1d2bb	\\x00000000000000010000000000000001000000000000003f0000000000000001	\N
2	2026-11-24 17:12:56.395007+00	2026-11-24	2026-11-24	1	2	f	78e53e24-c762-a48b-e1f4-a7162fc33a2f	01a20e8b-db4a-721c-947f-dd712b4a26d2	\\x55526667c9495a8beff8efc819d2055e	\\x0000000000000001000000000000000200000000000000420000000000000001	\N
3	2026-11-24 17:12:56.400698+00	2026-11-24	2026-11-24	1	2	f	1b47682a-4d13-2989-6e8e-0be3db830e6b	01a20e8b-db50-759b-88b6-7007b5a3e920	\\x19b94ad0ec5b8dcfc99d55402830c982	\\x0000000000000001000000000000000300000000000000450000000000000001	\N
4	2026-11-24 17:12:56.404268+00	2026-11-24	2026-11-24	1	2	f	1695f685-5ce9-82fc-7a85-a8b26d2bf3cb	01a20e8b-db54-725e-af86-bc4917debf4d	\\x815cb2fa079bbda5eae7693570a352b6	\\x0000000000000001000000000000000400000000000000480000000000000001	\N
5	2026-11-24 17:12:56.407355+00	2026-11-24	2026-11-24	1	2	f	2ba2f6e8-b4a7-7426-b1ea-9b4d1483a8de	01a20e8b-db57-721e-bcbe-432b8b370dcd	\\x008d2c764bbb5f9dddb82e5ee5b1fe90	\\x00000000000000010000000000000005000000000000004b0000000000000001	\N
6	2026-11-24 17:12:56.410514+00	2026-11-24	2026-11-24	1	2	f	c3268e62-5058-28f3-f33d-1d1511fb9f5c	01a20e8b-db5a-7602-90c0-2f428583836f	\\xbd9d99f2ed6ffb06b7e2c427bb126b59	\\x00000000000000010000000000000006000000000000004e0000000000000001	\N
7	2026-11-24 17:12:56.413485+00	2026-11-24	2026-11-24	1	2	f	5f5760dd-0be8-083b-bb44-6fae8872db8c	01a20e8b-db5d-7706-b717-5a51658ebd0a	\\x9655ee3fb50e2075a3bf835322818de7	\\x0000000000000001000000000000000700000000000000510000000000000001	\N
8	2026-11-24 17:12:56.4164+00	2026-11-24	2026-11-24	1	2	f	47309bbd-49fa-8de3-5b11-df3b20e25dfe	01a20e8b-db60-7084-9279-a29211bd0915	\\x9306968048724924c09db83088fee686	\\x0000000000000001000000000000000800000000000000540000000000000001	\N
9	2026-11-24 17:12:56.419426+00	2026-11-24	2026-11-24	1	2	f	c1bb9396-a965-db52-0120-9131e001b9b8	01a20e8b-db63-74c7-8788-4b319b50abd5	\\x4e82d013c40b515a8f441c706a9f9489	\\x0000000000000001000000000000000900000000000000570000000000000001	\N
10	2026-11-24 17:12:56.422332+00	2026-11-24	2026-11-24	1	2	f	f104031e-4c11-bb81-5385-ec93cf7e5a21	01a20e8b-db66-7769-96d6-6b600bb97e11	\\xd039ded42ce34370ba878d4d9b207065	\\x0000000000000001000000000000000a000000000000005a0000000000000001	\N
11	2026-11-24 17:12:56.425162+00	2026-11-24	2026-11-24	1	2	f	300cc38a-1307-02c8-7d73-f2406f4cb7f5	01a20e8b-db68-75ed-b677-41fd3cd7b197	\\x98d0d57dc123c8a3d250a394c66e8cfc	\\x0000000000000001000000000000000b000000000000005d0000000000000001	\N
12	2026-11-24 17:12:56.428087+00	2026-11-24	2026-11-24	1	2	f	48cee8c1-d9e7-86a3-f3a1-b7e8efe8fece	01a20e8b-db6b-718d-8825-a9623fc2e702	\\x7c6c1255f0b6e4b00e2024658329ac1c	\\x0000000000000001000000000000000c00000000000000600000000000000001	\N
13	2026-11-24 17:12:56.431543+00	2026-11-24	2026-11-24	1	1	f	0e25673c-a702-6438-817b-aaf00b85ca04	01a20e8b-db6f-7176-8fd0-e7ae09985055	\\xc694a213dc60afa4ae2685a81caa18ff	\\x000000000000003f000000000000000200000000000000420000000000000002	\\x010000000d855fcd607a8f617f932f51764ebe86a7b141420280e935b02116fd67907e57c359c053dadcf92b61929fca07
14	2026-11-24 17:12:56.440183+00	2026-11-24	2026-11-24	1	1	f	fd3c36c7-3444-c251-0084-e15113aec67d	01a20e8b-db77-7165-a225-b43f6842362b	\\xde461f16dfdc61cae45fb2913bf95f02	\\x0000000000000042000000000000000300000000000000510000000000000002	\N
15	2026-11-24 17:12:56.443504+00	2026-11-24	2026-11-24	1	1	f	15e01e19-147d-91cf-8d68-3156da83c5d3	01a20e8b-db7b-7733-af93-675fc6960d80	\\xdc221cf5f6c431ab3e1e1f5dff0c044c	\\x0000000000000045000000000000000200000000000000600000000000000002	\N
16	2026-11-24 17:12:56.446746+00	2026-11-24	2026-11-24	1	1	f	6a9ac5eb-7dbd-eac5-b6b3-a4737239abcd	01a20e8b-db7e-75c1-83b6-1bdbf1233f45	\\xa2cc76fd2f853bc33438c6905ff10c29	\\x00000000000000480000000000000002000000000000004b0000000000000002	\N
17	2026-11-24 17:12:56.44999+00	2026-11-24	2026-11-24	1	1	f	dd8a52e1-0da7-9e12-f7f9-59657987c498	01a20e8b-db81-7663-82fc-51284050817f	\\xe33b499f60ffc214d5b3f7860a66b9d5	\\x000000000000004b0000000000000003000000000000005a0000000000000002	\\x010000000d62161ceadbfec0d490c3fe1e60104fc11b56af021578c439db6f6fdcca83f38ad69ebda3f7a873df12fc33fc
18	2026-11-24 17:12:56.453315+00	2026-11-24	2026-11-24	1	1	f	7402a17c-c155-4f52-0f96-bcfb455af762	01a20e8b-db85-716f-91d0-be2b967f6e45	\\x6b1df085fef7924377524761d9c3b4ae	\\x000000000000004e000000000000000200000000000000450000000000000003	\N
19	2026-11-24 17:12:56.456399+00	2026-11-24	2026-11-24	1	1	f	6f075bab-32aa-6f57-4815-92047cb114ee	01a20e8b-db88-7457-ac20-d9549b7ce308	\\xb1016e89df63ad2ba6e151dfcd0d10de	\\x0000000000000051000000000000000300000000000000540000000000000002	\N
20	2026-11-24 17:12:56.459885+00	2026-11-24	2026-11-24	1	1	f	b1cee01a-470f-a36d-868b-2d6520703012	01a20e8b-db8b-733d-b4b3-9b4930862e92	\\x7d58d374155a98240c2871eba0befad3	\\x00000000000000540000000000000003000000000000003f0000000000000003	\N
21	2026-11-24 17:12:56.462963+00	2026-11-24	2026-11-24	1	1	f	e976b85e-cc08-b608-dae9-c914f6bd8503	01a20e8b-db8e-70c9-a5e8-f633a664a372	\\x817b757f0f6c1e020660ba302fd24e4f	\\x00000000000000570000000000000002000000000000004e0000000000000003	\\x010000000dbee46dad46c573b2290643c58dff5a58a11d992f077e849da1a2016779c65c19356cec0336a6329960e5230e
22	2026-11-24 17:12:56.466121+00	2026-11-24	2026-11-24	1	1	f	96ca9afd-6a5a-9e2b-3fec-cdeef9b9335a	01a20e8b-db91-7798-920b-df66c21a7370	\\xd68689b85277d463933d83e92d73f979	\\x000000000000005a0000000000000003000000000000005d0000000000000002	\N
23	2026-11-24 17:12:56.469311+00	2026-11-24	2026-11-24	1	1	f	d110b713-608d-780b-db05-b47607a31cb7	01a20e8b-db95-77e6-93f4-217ffecf3a56	\\xa4c94f3ba327ff4f7f60aa5a2ae07cb9	\\x000000000000005d000000000000000300000000000000480000000000000003	\N
24	2026-11-24 17:12:56.472342+00	2026-11-24	2026-11-24	1	1	f	f01decfe-b132-1e9a-ad97-8d45cbfb909d	01a20e8b-db98-7625-ad2d-ea142e3a3f1f	\\xd280b6d4ddc06409ba7a5440fd9925d5	\\x0000000000000060000000000000000300000000000000570000000000000003	\N
25	2026-11-24 17:12:56.475351+00	2026-11-24	2026-11-24	1	1	f	7593943b-ead9-5ff0-69a3-786cc676a8f7	01a20e8b-db9b-731e-aafc-406e80c9d1f7	\\x61457c793b9bee182c6ce0523698cc3d	\\x000000000000003f000000000000000400000000000000420000000000000004	\\x010000000da9d555d7c48028cd4434c2bb8c261cf43f54d28d86ba1e35dab40cd49367bd3cda42b66997d88230cce3e761ff
26	2026-11-24 17:12:56.478469+00	2026-11-24	2026-11-24	1	1	f	ab4f0666-3686-14bc-0145-a65c0761a73c	01a20e8b-db9e-7472-a198-0cf343771c9c	\\xcdac402fedca581ab6d314e766ee97df	\\x0000000000000042000000000000000500000000000000510000000000000004	\N
27	2026-11-24 17:12:56.481552+00	2026-11-24	2026-11-24	1	1	f	0901b664-2c4e-ee53-cea2-6cec7e5ce1c6	01a20e8b-dba1-749e-90ea-e8cebc1a3c45	\\xbd212d2582db99d5480fea671a753b5b	\\x0000000000000045000000000000000400000000000000600000000000000004	\N
28	2026-11-24 17:12:56.484579+00	2026-11-24	2026-11-24	1	1	f	c8e07f32-9128-1174-9793-f518420656f6	01a20e8b-dba4-7397-9f2d-6d5be2a246d8	\\x20e55e781423623cf16e20045d58c7e3	\\x00000000000000480000000000000004000000000000004b0000000000000004	\N
29	2026-11-24 17:12:56.487569+00	2026-11-24	2026-11-24	1	1	f	b0955fe0-ee9e-e439-aa82-bc8dda81429f	01a20e8b-dba7-739d-b597-c4fbc0fe3af2	\\xc156ba20d3e2fb87d0f7462df199efc1	\\x000000000000004b0000000000000005000000000000005a0000000000000004	\\x010000000d863f7c9528aa696ddd016e59015372fbe9af1395d89fb9b40f1f26b7892bf001c10aa18c846deafe0f09df12e3
30	2026-11-24 17:12:56.490756+00	2026-11-24	2026-11-24	1	1	f	a748e042-f009-063f-b143-53942f53a593	01a20e8b-dbaa-724d-ad4b-b00bf8451616	\\xe3763c53b9b12dfeee70c099eb545cc0	\\x000000000000004e000000000000000400000000000000450000000000000005	\N
31	2026-11-24 17:12:56.493661+00	2026-11-24	2026-11-24	1	1	f	b25a3841-5069-ebf4-ac0d-97fa7d021fae	01a20e8b-dbad-7531-9cd8-39990f6a7c91	\\xa8f447a667d65b650f4c48e9f234b4d0	\\x0000000000000051000000000000000500000000000000540000000000000004	\N
32	2026-11-24 17:12:56.49661+00	2026-11-24	2026-11-24	1	1	f	d96f2b72-40a0-2fbb-688c-bd54774541b5	01a20e8b-dbb0-71f6-a25d-f861d0213a24	\\x567b71b5d6033fccc7a2a3cf1e5e287c	\\x00000000000000540000000000000005000000000000003f0000000000000005	\N
33	2026-11-24 17:12:56.499644+00	2026-11-24	2026-11-24	1	1	f	5f361178-8e01-0218-f24f-f8b9e1478fa3	01a20e8b-dbb3-743a-9759-85461a5399d2	\\x9acb053a038055e1ee35cefe1bfa1e32	\\x00000000000000570000000000000004000000000000004e0000000000000005	\\x010000000d2effb8dc98880650031fc0f4ce28bf82a32b80734675f741a1b9c1b4b0cee4c54a4a89df0e3002036cdaa459ce
34	2026-11-24 17:12:56.502899+00	2026-11-24	2026-11-24	1	1	f	fe8c49ef-5664-0ad2-f8e7-24f8c2b26a15	01a20e8b-dbb6-73f6-9544-0846806a6543	\\x1d95f15e399d35bdc9338aaf9bce3ff1	\\x000000000000005a0000000000000005000000000000005d0000000000000004	\N
35	2026-11-24 17:12:56.505901+00	2026-11-24	2026-11-24	1	1	f	11a495f1-89f9-13f6-3c18-95a8234ba95b	01a20e8b-dbb9-7765-b9ab-1c6153fe64ca	\\x5b8124d76b89b1670fb1ea4c30da6017	\\x000000000000005d000000000000000500000000000000480000000000000005	\N
36	2026-11-24 17:12:56.509097+00	2026-11-24	2026-11-24	1	1	f	b7885caa-eacf-55b1-90f4-0b231a45393e	01a20e8b-dbbc-73d2-ad94-403c06e1e6a8	\\x80b5b070deae34ae9e2c1bc4ced57e63	\\x0000000000000060000000000000000500000000000000570000000000000005	\N
37	2026-11-24 17:12:56.512164+00	2026-11-24	2026-11-24	1	1	f	a0c2af3a-8afc-9c80-a309-2613f492252c	01a20e8b-dbbf-706d-98f4-4070639403e6	\\xd9c862fefcc46386d97cf80ac9c81301	\\x000000000000003f000000000000000600000000000000420000000000000006	\\x010000000defb4c3e7b7029bc93c5fbdd0f6c9227ec4384e820c15c0e26aabd9952c42c2c506acfd1d13d5a9e6298ad1b5b9
38	2026-11-24 17:12:56.51536+00	2026-11-24	2026-11-24	1	1	f	f3ea1b84-366b-dfb6-d82c-b745ca9016fc	01a20e8b-dbc3-74a2-a1a6-ad218c19148c	\\x6898dab3bdc6a98273836aa3a4412aca	\\x0000000000000042000000000000000700000000000000510000000000000006	\N
39	2026-11-24 17:12:56.518231+00	2026-11-24	2026-11-24	1	1	f	2f82f268-c2a3-a4c7-5260-de3bf2bb634d	01a20e8b-dbc6-74e9-9892-6dfa1d8238db	\\x9a7b843e8acd62cfccfd5db82fbf8e29	\\x0000000000000045000000000000000600000000000000600000000000000006	\N
40	2026-11-24 17:12:56.521161+00	2026-11-24	2026-11-24	1	1	f	bbe4be27-34f4-9e03-d3ae-d0e91d896077	01a20e8b-dbc8-72b1-a271-235d8071586e	\\xcc5b25a7f872b4a75caa81277c2c3d04	\\x00000000000000480000000000000006000000000000004b0000000000000006	\N
41	2026-11-24 17:12:56.524054+00	2026-11-24	2026-11-24	1	1	f	0fcd13a0-e8b5-91c3-fd85-d42721bc948b	01a20e8b-dbcb-73e6-9637-38a8ee3d23d1	\\x0d55f502bb4c90f10986b488af73044a	\\x000000000000004b0000000000000007000000000000005a0000000000000006	\\x010000000d709e54c3ced6f514c2eba31f2b0930140e98baf77af1db2a271a47bbf88fc99970f7e8f2f9ac1f96d370a56f05
42	2026-11-24 17:12:56.527369+00	2026-11-24	2026-11-24	1	1	f	10af2e06-fbb8-8ca4-24b8-7501e32f7866	01a20e8b-dbcf-74fc-ba4b-5b2ea416d429	\\xb9a02f9525a82c0a2de09a61d90d6b94	\\x000000000000004e000000000000000600000000000000450000000000000007	\N
43	2026-11-24 17:12:56.530452+00	2026-11-24	2026-11-24	1	1	f	2f10f734-2104-fe6d-4792-f53232a6027b	01a20e8b-dbd2-76e1-b0be-0ff32dfa83d3	\\x33732bb87201584f8d052f93b13673dd	\\x0000000000000051000000000000000700000000000000540000000000000006	\N
44	2026-11-24 17:12:56.533464+00	2026-11-24	2026-11-24	1	1	f	047f7f62-3b3e-7552-1654-529f524ad517	01a20e8b-dbd5-7486-be74-ba8544394e28	\\x8952896999569cf43a18cd24567e743a	\\x00000000000000540000000000000007000000000000003f0000000000000007	\N
45	2026-11-24 17:12:56.536393+00	2026-11-24	2026-11-24	1	1	f	0689db5b-3268-d665-19dc-c096920f9351	01a20e8b-dbd8-74c1-93c6-c9db7de341c5	\\x35d6f28fe65b80f7a8c89aa163282a1d	\\x00000000000000570000000000000006000000000000004e0000000000000007	\\x010000000d11875dacc67d87b62cf50831ea647ca84bebba1aa4331e1db0529d6eb76d23d026d8525e1d803e66e9e3e7a129
46	2026-11-24 17:12:56.539379+00	2026-11-24	2026-11-24	1	1	f	3b29f9d5-c820-f916-0d6d-89d1f6dea91a	01a20e8b-dbdb-7754-9ba1-f7e9dc2c78da	\\xbe8b74cee44ff2fb51a5539166cb46e5	\\x000000000000005a0000000000000007000000000000005d0000000000000006	\N
47	2026-11-24 17:12:56.542438+00	2026-11-24	2026-11-24	1	1	f	b535e553-796c-1633-140d-3420a3aaef92	01a20e8b-dbde-768c-90e8-1c6f1a316f28	\\xafc87276441f62c0ebd7e992f32d038d	\\x000000000000005d000000000000000700000000000000480000000000000007	\N
48	2026-11-24 17:12:56.545474+00	2026-11-24	2026-11-24	1	1	f	70461559-dae8-f4af-caa1-937adeeec69e	01a20e8b-dbe1-70b3-8833-49fdb534c9f3	\\x72470da459f561571b29803d06b75b84	\\x0000000000000060000000000000000700000000000000570000000000000007	\N
49	2026-11-24 17:12:56.548591+00	2026-11-24	2026-11-24	1	1	f	c6e1bc62-25a0-0c72-df25-d987db57c26f	01a20e8b-dbe4-72e1-bc8a-80e0a50318b8	\\xa1399d3693ea09e12354fecc6a766d11	\\x000000000000003f000000000000000800000000000000420000000000000008	\\x010000000d03f6f0738dc9a8979c2f2a0cd231738b890a9d17a4bdd8bbb6c3feb252a5785fb5ca0699df8d4c3970715540c7
50	2026-11-24 17:12:56.551695+00	2026-11-24	2026-11-24	1	1	f	ffbb971b-8b6d-98f7-0b37-c845ae6f9c90	01a20e8b-dbe7-7372-85b9-d1a71e16a7ad	\\xc7f60adbcce1a8c82db189966dffef75	\\x0000000000000042000000000000000900000000000000510000000000000008	\N
51	2026-11-24 17:12:56.555621+00	2026-11-24	2026-11-24	1	1	f	8b59d929-95e1-c86d-4942-c35a4788dff2	01a20e8b-dbeb-75a8-be8a-a6f56ef841fe	\\x86209ea0a3e668df9b13cac387ca0ef6	\\x0000000000000045000000000000000800000000000000600000000000000008	\N
52	2026-11-24 17:12:56.558787+00	2026-11-24	2026-11-24	1	1	f	3d266ac4-78c3-b28c-dcd8-ce37e5188a22	01a20e8b-dbee-7527-b9bf-e860cbebcad3	\\x2d0cab4223d61998b34e413826e97824	\\x00000000000000480000000000000008000000000000004b0000000000000008	\N
53	2026-11-24 17:12:56.561851+00	2026-11-24	2026-11-24	1	1	f	6202041b-e77e-63b3-de3f-365d99b67e00	01a20e8b-dbf1-74f9-95e8-58ed8a177be9	\\x1e2504f24fb95509684014da2ce20d02	\\x000000000000004b0000000000000009000000000000005a0000000000000008	\\x010000000d266da57e7ff83d6d99a7bd94bc91443097fe4fd5b1dacc5e8e7d3e5f810ab93df1c406e427e1e64e43af1db42a
54	2026-11-24 17:12:56.565098+00	2026-11-24	2026-11-24	1	1	f	fd110307-a903-ea11-4039-af6de3972de4	01a20e8b-dbf4-76d6-a11a-f3d93bd80f79	\\x83a3e5a16073c2761843210437c87180	\\x000000000000004e000000000000000800000000000000450000000000000009	\N
55	2026-11-24 17:12:56.568145+00	2026-11-24	2026-11-24	1	1	f	c8d561df-ca4e-c324-85a7-ccb0eee27628	01a20e8b-dbf7-7023-a402-748ba6464f84	\\xab3f32b6d55382ea31236daf4600681b	\\x0000000000000051000000000000000900000000000000540000000000000008	\N
56	2026-11-24 17:12:56.571047+00	2026-11-24	2026-11-24	1	1	f	0b403bab-1cdf-be4f-c1f9-e4e59dd3452d	01a20e8b-dbfa-77a1-bf84-bcdc47ef9e1c	\\x89993e3103c1d6114f635610151d5a42	\\x00000000000000540000000000000009000000000000003f0000000000000009	\N
57	2026-11-24 17:12:56.573971+00	2026-11-24	2026-11-24	1	1	f	bdfe8fe1-45e8-dbba-4d4e-8498dfa63748	01a20e8b-dbfd-727e-b257-c91bbd9949c4	\\x45e2681d80fcb67ee5fe2b685e3a8766	\\x00000000000000570000000000000008000000000000004e0000000000000009	\\x010000000d1f227634f599fa6bcbcce1a7ce0d222c5eac8feab43ede7f783ed974cad8443057b34f72ac6e461f644dc9b278
58	2026-11-24 17:12:56.576948+00	2026-11-24	2026-11-24	1	1	f	78d024b6-15af-a16f-8ee7-c3dc7558693f	01a20e8b-dc00-7419-a4e1-36be3b45bd82	\\x3fe638a1dcf4322ce2edd592578262ef	\\x000000000000005a0000000000000009000000000000005d0000000000000008	\N
59	2026-11-24 17:12:56.579937+00	2026-11-24	2026-11-24	1	1	f	92d6d6aa-55b1-6e5d-a633-8569e4d1f509	01a20e8b-dc03-750a-8b68-fa84f69f5df2	\\x01435563df7eea83ef50979c94ee5de2	\\x000000000000005d000000000000000900000000000000480000000000000009	\N
60	2026-11-24 17:12:56.582869+00	2026-11-24	2026-11-24	1	1	f	83756088-2ea6-4c6a-953e-057a4b06493e	01a20e8b-dc06-72ba-99e1-7dbecdfea5c8	\\x30569475e39ce57d6cb8747bf1c6d6e0	\\x0000000000000060000000000000000900000000000000570000000000000009	\N
61	2026-11-24 17:12:56.585811+00	2026-11-24	2026-11-24	1	1	f	fe60b2d6-fff0-9c96-4970-b71e44d74e29	01a20e8b-dc09-764a-84d9-10a5052cdc1a	\\xc0c80d9b20633bab929080f2a6ddd698	\\x000000000000003f000000000000000a0000000000000042000000000000000a	\\x010000000d98b63afcf07c6f19ac5e834b1adca3412b863215c1417992e91163d68b4c633d24150a5ed8cc86964b36a7c187
62	2026-11-24 17:12:56.588846+00	2026-11-24	2026-11-24	1	1	f	b6e3276a-39bc-cea7-c22b-d216c902ec2a	01a20e8b-dc0c-730a-a064-9eb66b343bbe	\\x2d7a46a3185106e010ca13a2b3f3755c	\\x0000000000000042000000000000000b0000000000000051000000000000000a	\N
63	2026-11-24 17:12:56.591913+00	2026-11-24	2026-11-24	1	1	f	730eb1a6-45f9-7ba2-938c-abd4c5c9c14d	01a20e8b-dc0f-77d6-9285-fe18cc06d4f8	\\xd49d4c9c91711e18819e7ff611563a53	\\x0000000000000045000000000000000a0000000000000060000000000000000a	\N
64	2026-11-24 17:12:56.595039+00	2026-11-24	2026-11-24	1	1	f	f2025cb1-998d-83d0-c3b9-6dabd2ad7b2e	01a20e8b-dc12-70f4-be70-f9c6f08ecf48	\\x3a89aae00f66e521b06054733376906f	\\x0000000000000048000000000000000a000000000000004b000000000000000a	\N
65	2026-11-24 17:12:56.598215+00	2026-11-24	2026-11-24	1	1	f	a36d06ed-cdb3-dea2-d328-73da3ddc8ed3	01a20e8b-dc16-7561-ac0e-c4d4a61d933a	\\x63ad3407c0f6301f28174e255957d772	\\x000000000000004b000000000000000b000000000000005a000000000000000a	\\x010000000d7251fcd5baecb0a9e74114277cd97e6040f310cc2cc8a93c5dc4add70a631f4ba256e805439323be6760d941dd
66	2026-11-24 17:12:56.601269+00	2026-11-24	2026-11-24	1	1	f	b69822b4-2ac0-2c33-efd6-0a663630ec71	01a20e8b-dc19-7336-bed1-b20d5fe1cb46	\\x95b112fa200e9ea018e605e98078b60e	\\x000000000000004e000000000000000a0000000000000045000000000000000b	\N
67	2026-11-24 17:12:56.604186+00	2026-11-24	2026-11-24	1	1	f	266febb8-a61b-eeda-7e30-8f2cab22ea58	01a20e8b-dc1c-72da-8d35-3beafd8eb0f9	\\x1f6dc1bc09b2c3d24667eb5719cb5e09	\\x0000000000000051000000000000000b0000000000000054000000000000000a	\N
68	2026-11-24 17:12:56.607231+00	2026-11-24	2026-11-24	1	1	f	d9509572-3796-bdc0-ce96-4724a1265c00	01a20e8b-dc1f-7157-8ccd-e5f7d6943b6e	\\x68b09d38b74fc187bc02ca9e6510f574	\\x0000000000000054000000000000000b000000000000003f000000000000000b	\N
69	2026-11-24 17:12:56.61029+00	2026-11-24	2026-11-24	1	1	f	c9c30185-38f0-a076-5ec5-c95d27f91a97	01a20e8b-dc22-7782-ac52-76732c581f7e	\\x34f88cff830d81937aa5eec98bd924b4	\\x0000000000000057000000000000000a000000000000004e000000000000000b	\\x010000000d4375fd50c91426224b15ac5abaf9cb496fbfae07c0f113c0768f4e016334a21e6eeb12698a4f45896eb513a202
70	2026-11-24 17:12:56.613323+00	2026-11-24	2026-11-24	1	1	f	fb27df6a-159d-0c8c-cb67-6cf55dcdb5c0	01a20e8b-dc25-74ee-a5b7-fc65904c149b	\\x86c4406c6eeed8fd70bb0ef0a122bf77	\\x000000000000005a000000000000000b000000000000005d000000000000000a	\N
71	2026-11-24 17:12:56.616286+00	2026-11-24	2026-11-24	1	1	f	1cb0e1b2-330e-6b34-c9be-b21b96acc396	01a20e8b-dc28-71c5-afa4-b5e333a77b49	\\x2f90f12130b45f84146488bd5d474f0b	\\x000000000000005d000000000000000b0000000000000048000000000000000b	\N
72	2026-11-24 17:12:56.619527+00	2026-11-24	2026-11-24	1	1	f	efc6d7bd-98ee-a08b-1041-9925e97f3d10	01a20e8b-dc2b-744c-b5e5-49f7e9810b7a	\\x8aa815d7c8c26a33051e1991a17e5368	\\x0000000000000060000000000000000b0000000000000057000000000000000b	\N
73	2026-11-24 17:12:56.622715+00	2026-11-24	2026-11-24	1	1	f	bbb1ffcf-4a94-5e5e-cdde-db7e2bea3f58	01a20e8b-dc2e-74f8-8a29-f16fd1a141ef	\\x18ebf7bfc352eec52c1146094050fe9b	\\x000000000000003f000000000000000c0000000000000042000000000000000c	\\x010000000d08c6f365d3d9307eb130e3a5d3e2a5bf95a01e39fbb16ab024d640dfe55c96ece1adc3c7c7cc1ee4c68e1f5ff5
74	2026-11-24 17:12:56.625763+00	2026-11-24	2026-11-24	1	1	f	3d96d222-d539-73ea-1fa9-b34068fba025	01a20e8b-dc31-7097-ba79-204e5a40e13d	\\x4bafea80c5c49b6c94c3d6fb697a96aa	\\x0000000000000042000000000000000d0000000000000051000000000000000c	\N
75	2026-11-24 17:12:56.628809+00	2026-11-24	2026-11-24	1	1	f	d351e1ce-5e1b-dd5a-e250-33731a7f4e43	01a20e8b-dc34-7497-b5c6-c021d19e0f15	\\x9734121c4158724867ba96959a06916a	\\x0000000000000045000000000000000c0000000000000060000000000000000c	\N
76	2026-11-24 17:12:56.631731+00	2026-11-24	2026-11-24	1	1	f	6ee75ff1-f8e2-dd71-1675-b7b95d52e81f	01a20e8b-dc37-7375-a6ce-1bdf66abf69c	\\x575f7e776bd0b56fc86b7a230696d89b	\\x0000000000000048000000000000000c000000000000004b000000000000000c	\N
77	2026-11-24 17:12:56.634753+00	2026-11-24	2026-11-24	1	1	f	05949670-b296-85b8-282b-666491b99913	01a20e8b-dc3a-73a5-9fa8-84ae97fa5354	\\xf1c1c0991254739cb0fae50ca5d3d72a	\\x000000000000004b000000000000000d000000000000005a000000000000000c	\\x010000000db4a2f7c27f0b525e0f8fa6a91efd6724c486135347fbcac56f1140c3b92e1a1056d04022437e9add8e8b09d81f
78	2026-11-24 17:12:56.637764+00	2026-11-24	2026-11-24	1	1	f	1e7ef680-c6cb-2af7-a8cf-e3a220de096f	01a20e8b-dc3d-764a-86ba-de7e19b1a720	\\x963c249ff9016bfe8ae3be0b4f4d7bc7	\\x000000000000004e000000000000000c0000000000000045000000000000000d	\N
79	2026-11-24 17:12:56.640988+00	2026-11-24	2026-11-24	1	1	f	d018fd4e-d412-39c9-133e-2342cf563807	01a20e8b-dc40-77b7-bb3f-a7a39f074ae6	\\xf82a2b81c0fcfa1f3cb127c5147b76df	\\x0000000000000051000000000000000d0000000000000054000000000000000c	\N
80	2026-11-24 17:12:56.643931+00	2026-11-24	2026-11-24	1	1	f	073e5112-8cfd-908a-ba5e-3f769946e347	01a20e8b-dc43-707c-84da-a847135d68cb	\\x4d81dee8c7062b2186ed0289b8a3df19	\\x0000000000000054000000000000000d000000000000003f000000000000000d	\N
81	2026-11-24 17:12:56.646885+00	2026-11-24	2026-11-24	1	1	f	bcd725d5-49fb-0e25-09e3-fb45d0c62ef2	01a20e8b-dc46-7742-b252-ee6e8aba3a25	\\xcaa690ffd888bb6aa872d46376e9a733	\\x0000000000000057000000000000000c000000000000004e000000000000000d	\\x010000000de8b2499ed13d0792f11d826a909285ab910c4d816c202bc10e344cc646abf7b8af65d2e5f472ac452bb4ec1869
82	2026-11-24 17:12:56.64991+00	2026-11-24	2026-11-24	1	1	f	d69586f8-1700-aa55-4296-553f97540f62	01a20e8b-dc49-73de-9c47-14bb4e7aba09	\\xe61100d6c9e6866a544abd7a48dcad74	\\x000000000000005a000000000000000d000000000000005d000000000000000c	\N
83	2026-11-24 17:12:56.652889+00	2026-11-24	2026-11-24	1	1	f	2b3e6236-8315-7387-a7e0-fe3ca3b1f23a	01a20e8b-dc4c-728c-a7f3-adcf329922d5	\\xcc3ed5b8de6c92a1eaae6dd43ee8ca80	\\x000000000000005d000000000000000d0000000000000048000000000000000d	\N
84	2026-11-24 17:12:56.655758+00	2026-11-24	2026-11-24	1	1	f	bf3f6018-c9ab-2ee1-a576-b4c4207862c7	01a20e8b-dc4f-70d9-9756-b8bd67d27ce0	\\xcc0a3b834968cea4a391fef0b5839132	\\x0000000000000060000000000000000d0000000000000057000000000000000d	\N
85	2026-11-24 17:12:56.658747+00	2026-11-24	2026-11-24	1	1	f	08d2633a-20bf-9722-1c3a-c5e9f726b8d9	01a20e8b-dc52-73b7-bf3f-4e7269ba2023	\\x2202044886149e6d716dcaae8c765994	\\x000000000000003f000000000000000e0000000000000042000000000000000e	\\x010000000d5a5846da24900d6fe35092847fc460432ef4324ce56a901ae311920c39f80c1f3dab5cbad94aea2bd61aabb9e8
86	2026-11-24 17:12:56.661723+00	2026-11-24	2026-11-24	1	1	f	5b0b0109-27af-8c57-07d8-ea9e44d71d8f	01a20e8b-dc55-74dd-b76b-e1e8c94725d1	\\x6292803cb57cf39c35cdd4c9370bac2b	\\x0000000000000042000000000000000f0000000000000051000000000000000e	\N
87	2026-11-24 17:12:56.664633+00	2026-11-24	2026-11-24	1	1	f	236fa850-c3f0-f28c-44c8-828bf253da5e	01a20e8b-dc58-7754-b1f7-da6b9a9219af	\\xff1698dcbb7dbf0c85db9c24ec9aeb24	\\x0000000000000045000000000000000e0000000000000060000000000000000e	\N
88	2026-11-24 17:12:56.667577+00	2026-11-24	2026-11-24	1	1	f	4aeff4c7-2401-630b-cdb9-652616bd835d	01a20e8b-dc5b-74ed-8621-61658a248111	\\x130feb24fc4cf049f519bd597cf7daa1	\\x0000000000000048000000000000000e000000000000004b000000000000000e	\N
89	2026-11-24 17:12:56.670815+00	2026-11-24	2026-11-24	1	1	f	6382d673-1117-a391-a5f3-509eceb0033d	01a20e8b-dc5e-72b5-8198-3bbb5e7cd237	\\x742f66a8c4a078888d4e0102bc86086b	\\x000000000000004b000000000000000f000000000000005a000000000000000e	\\x010000000d12f6a9d5be45b190b268e1558e15b3970710ed0d8247d2334b38fcc76c2f4cfd5a3f3ad8366c8bd19a6462165f
90	2026-11-24 17:12:56.673834+00	2026-11-24	2026-11-24	1	1	f	22fa8eae-c646-bbb5-57c1-4399540fdbff	01a20e8b-dc61-709e-9631-d59eb7d04bcd	\\x14291cdc2a315b47411e17c91acce6cc	\\x000000000000004e000000000000000e0000000000000045000000000000000f	\N
91	2026-11-24 17:12:56.676767+00	2026-11-24	2026-11-24	1	1	f	c4aadaa6-dfa0-650c-ef07-ff9f4ea79dcc	01a20e8b-dc64-77a3-996d-58288cef2678	\\xa58b72fcbcd70fb0dfd9fd2f5cc2cc47	\\x0000000000000051000000000000000f0000000000000054000000000000000e	\N
92	2026-11-24 17:12:56.679763+00	2026-11-24	2026-11-24	1	1	f	47474ad1-b7f4-7947-4c70-69011118fe10	01a20e8b-dc67-76ef-9b63-5ab5f7e4d82f	\\xfb705c2c9d1d3b13cf17626a0e5c086a	\\x0000000000000054000000000000000f000000000000003f000000000000000f	\N
93	2026-11-24 17:12:56.682751+00	2026-11-24	2026-11-24	1	1	f	d10d62b3-2799-8d9c-eb68-ce4238af89bf	01a20e8b-dc6a-7642-b0bd-4cdc27bebb81	\\xa15a82874961b2d5bbda5edcb22e0edf	\\x0000000000000057000000000000000e000000000000004e000000000000000f	\\x010000000d62f14da285359db6e0b209c08cd4d30469688c86e084bf803b513d40e487c880ea14654454d69327e4b26bd7f5
94	2026-11-24 17:12:56.685656+00	2026-11-24	2026-11-24	1	1	f	2aac04c1-cb0f-2398-8a1d-81f344530f73	01a20e8b-dc6d-75f2-8ecc-cb2c88b4adc2	\\x4ce0706914ec515fb1d2bea52c985c5d	\\x000000000000005a000000000000000f000000000000005d000000000000000e	\N
95	2026-11-24 17:12:56.688642+00	2026-11-24	2026-11-24	1	1	f	f7820f1c-ddff-3007-c1ae-8412336e8295	01a20e8b-dc70-7781-b0d1-8e4c9e4ad77f	\\x2b2e9f9eb2cc284d5418a662a9722405	\\x000000000000005d000000000000000f0000000000000048000000000000000f	\N
96	2026-11-24 17:12:56.691564+00	2026-11-24	2026-11-24	1	1	f	3ce13a55-76d9-4f34-8285-bbc4922c3d9d	01a20e8b-dc73-703a-a510-cc40ef77534f	\\xe0420ae249798d5c8cdbd167af7de0a1	\\x0000000000000060000000000000000f0000000000000057000000000000000f	\N
97	2026-11-24 17:12:56.694482+00	2026-11-24	2026-11-24	1	1	f	b8087957-40dd-ec86-523b-2f25bc87084e	01a20e8b-dc76-73e8-aad0-97f7dbe16433	\\xa16aa03e6774b04f51596b693214f205	\\x000000000000003f000000000000001000000000000000420000000000000010	\\x010000000d2e83ca34f8a8f5ca1aefc294ae79b3c1c5b65a6812068d4da452c3d8be1308a647287fc77345137a1f386e8592
98	2026-11-24 17:12:56.697498+00	2026-11-24	2026-11-24	1	1	f	b6284003-04f5-43ec-df91-ab23764bb43f	01a20e8b-dc79-75a7-83a4-7d0cbddf230f	\\xb303d5ad91766787b2111fc981e62cef	\\x0000000000000042000000000000001100000000000000510000000000000010	\N
99	2026-11-24 17:12:56.700487+00	2026-11-24	2026-11-24	1	1	f	e5523054-01e3-6be6-0fbc-aa535cf1374b	01a20e8b-dc7c-7362-b72e-a5c6d94b6326	\\x80b60083ce3ef7e611855b0dfab6c91c	\\x0000000000000045000000000000001000000000000000600000000000000010	\N
100	2026-11-24 17:12:56.703391+00	2026-11-24	2026-11-24	1	1	f	a1c66c01-fbff-ecb7-9888-fa318b9dbfad	01a20e8b-dc7f-724f-acab-ad3d87e6b9e4	\\x7260611e36ed9813a8416a84a41913e9	\\x00000000000000480000000000000010000000000000004b0000000000000010	\N
101	2026-11-24 17:12:56.706227+00	2026-11-24	2026-11-24	1	1	f	cdb4dc30-c0a9-b445-5044-2ae8a7e90f2b	01a20e8b-dc82-72ba-a391-9606abcb0015	\\xf28835e4230ff24635833af1e55c2a74	\\x000000000000004b0000000000000011000000000000005a0000000000000010	\\x010000000ddd972c181df938f092b524bc5b4df7221abc7555840e4552ab0ba47e86696c82d76f0beafcd8382053eac2aa2e
102	2026-11-24 17:12:56.709314+00	2026-11-24	2026-11-24	1	1	f	21e81538-8891-7605-0914-2495cd92be46	01a20e8b-dc85-7776-a3fe-103109cd10bb	\\x106d43530c38e90a77f9cd330c4eda19	\\x000000000000004e000000000000001000000000000000450000000000000011	\N
103	2026-11-24 17:12:56.71229+00	2026-11-24	2026-11-24	1	1	f	d3030463-8005-0321-9677-1011445c25c1	01a20e8b-dc88-7630-91fb-ffe299928d5e	\\xb36b25297217f23cf6b0037c37cd0675	\\x0000000000000051000000000000001100000000000000540000000000000010	\N
104	2026-11-24 17:12:56.715578+00	2026-11-24	2026-11-24	1	1	f	4a906777-6a51-b93f-ef12-e25b1a6a1424	01a20e8b-dc8b-75d6-b7d1-5d4b72ecadf3	\\xf14b16bdc28facc972e98cebe8ed5c72	\\x00000000000000540000000000000011000000000000003f0000000000000011	\N
105	2026-11-24 17:12:56.718867+00	2026-11-24	2026-11-24	1	1	f	bdac5c15-876f-5ba6-3004-8fe9d5e2e41b	01a20e8b-dc8e-7262-9db1-4341fe1b860d	\\x9f462b2fa883150c29ae8db60f96db8f	\\x00000000000000570000000000000010000000000000004e0000000000000011	\\x010000000d6ed9c0718ab3d01f8f70871e9a423bda0473cd6b4470b183e2163a6d0dcd51d7c97b6a84aa88fca056e6979154
106	2026-11-24 17:12:56.721983+00	2026-11-24	2026-11-24	1	1	f	83635c8b-26ca-6fef-4772-f18ab50f0d01	01a20e8b-dc91-72ab-b1df-59fb4f93c391	\\x86a12160cc9772f9d592917edd8b8bf9	\\x000000000000005a0000000000000011000000000000005d0000000000000010	\N
107	2026-11-24 17:12:56.725106+00	2026-11-24	2026-11-24	1	1	f	2c82ea8c-ab4f-e68c-c612-99f26ef5fe75	01a20e8b-dc94-74c4-b827-a30df791a146	\\xcea7c85abe15d4c1244b4cf0f00b92bc	\\x000000000000005d000000000000001100000000000000480000000000000011	\N
108	2026-11-24 17:12:56.728209+00	2026-11-24	2026-11-24	1	1	f	22ffa87e-06a0-8a3a-d4a1-8ad7c3e397bd	01a20e8b-dc98-76e2-9d9f-951f86b59814	\\x348ad0ea7d0d88a0b085452bca5f1e9e	\\x0000000000000060000000000000001100000000000000570000000000000011	\N
109	2026-11-24 17:12:56.731245+00	2026-11-24	2026-11-24	1	1	f	deb2396c-4fbc-f241-2128-7107afe21447	01a20e8b-dc9b-71d4-9086-b4e65b9ba40c	\\x7f0a411e3fe1aea51f9c77a72fe3707a	\\x000000000000003f000000000000001200000000000000420000000000000012	\\x010000000d420799632e7beb83ed6267445b846eed85b28ee5f40a04d764dd7d3196a4e4d0686bd4bdef3b539f91d53b5c2c
110	2026-11-24 17:12:56.734507+00	2026-11-24	2026-11-24	1	1	f	9094d55c-601a-129f-f1f3-b17e5a1b3ed8	01a20e8b-dc9e-7565-89b9-3b99fccb465d	\\xe2dba0acf1ca8feab6b82bc21bdf2a50	\\x0000000000000042000000000000001300000000000000510000000000000012	\N
111	2026-11-24 17:12:56.737704+00	2026-11-24	2026-11-24	1	1	f	f148f12c-25f1-9b5a-6801-6543448f518a	01a20e8b-dca1-74cc-a4ea-63f7cbadd87c	\\xcb7e121c21f61f6fe0365cc66a2ea12a	\\x0000000000000045000000000000001200000000000000600000000000000012	\N
112	2026-11-24 17:12:56.740997+00	2026-11-24	2026-11-24	1	1	f	582b35e3-abfb-12ea-c78b-ef5ca59bd4c5	01a20e8b-dca4-72f0-b4d3-b2ea6c660c5d	\\x26a7efcee7fa5000c660e9e41cd1a3fa	\\x00000000000000480000000000000012000000000000004b0000000000000012	\N
113	2026-11-24 17:12:56.74397+00	2026-11-24	2026-11-24	1	1	f	ff230014-8245-d7ab-f325-5fe0a5a23fe8	01a20e8b-dca7-72cc-b781-92c444a955b8	\\x50624d9d4f333648935c80c66c371458	\\x000000000000004b0000000000000013000000000000005a0000000000000012	\\x010000000d4498acc07f3ab2a26ecfbf07a2b8ae10ac71eef69be2e4f3c93f1dff95a94a8d447d59ce51c2bf8f4685adf34c3b
114	2026-11-24 17:12:56.746945+00	2026-11-24	2026-11-24	1	1	f	83f75804-9d4c-2bb4-f19f-730a41553af8	01a20e8b-dcaa-704f-b25e-4b591d5dc6c7	\\x6582891d626afb01523b49491764a352	\\x000000000000004e000000000000001200000000000000450000000000000013	\N
115	2026-11-24 17:12:56.749968+00	2026-11-24	2026-11-24	1	1	f	77f62895-eab4-f370-82d4-b5583fa9f9a0	01a20e8b-dcad-72df-97d3-afde51f4c0b9	\\x4e2d8b15caf610352cfbc77f47b9241a	\\x0000000000000051000000000000001300000000000000540000000000000012	\N
116	2026-11-24 17:12:56.752828+00	2026-11-24	2026-11-24	1	1	f	20e5510f-4c28-3ce9-a988-c456aeafaec4	01a20e8b-dcb0-7366-98df-59d33110acf6	\\xf68e36df685720f4d5859691fd3d660c	\\x00000000000000540000000000000013000000000000003f0000000000000013	\N
117	2026-11-24 17:12:56.755693+00	2026-11-24	2026-11-24	1	1	f	7565bc90-f2d1-d7c3-f480-e8c22c4239ea	01a20e8b-dcb3-761c-9c8b-a4270086a9c6	\\xecf26fd5199161b32dc305ae477d594d	\\x00000000000000570000000000000012000000000000004e0000000000000013	\\x010000000dd2080285b550f01a1e5355c0ea63ff9c86ae27621e5e8196378b5be79570702b682b63cd67262769f5cb19033721
118	2026-11-24 17:12:56.758937+00	2026-11-24	2026-11-24	1	1	f	278b9d62-336d-c988-73bb-39e3ef6a6eee	01a20e8b-dcb6-7128-ae3b-6b80d0394e89	\\x68810242ac6724bf13fc5f12ac8c5b37	\\x000000000000005a0000000000000013000000000000005d0000000000000012	\N
119	2026-11-24 17:12:56.762004+00	2026-11-24	2026-11-24	1	1	f	b1a3009a-b457-3a55-2b63-f0c3459bd45c	01a20e8b-dcb9-7607-a443-e762b7aa0648	\\x5fefa81c234e4c666f9159e65a4fdcf3	\\x000000000000005d000000000000001300000000000000480000000000000013	\N
120	2026-11-24 17:12:56.765131+00	2026-11-24	2026-11-24	1	1	f	fe7e12ab-2982-9b8e-8128-626a8dbb3633	01a20e8b-dcbc-7169-bf77-4fcb11c269aa	\\xcf396da6f3ae7146d9bf766d6140a2af	\\x0000000000000060000000000000001300000000000000570000000000000013	\N
121	2026-11-24 17:12:56.768118+00	2026-11-24	2026-11-24	1	1	f	49e5d3ec-2354-f9bc-b6b4-21f06f405c02	01a20e8b-dcbf-729a-af31-9d54771f9469	\\xb7109954230b91bbcb821ea574d6c761	\\x000000000000003f000000000000001400000000000000420000000000000014	\\x010000000d6e1eca96b23e835674a5fc92372edccce8c1ffec22d678a9781029f60d3edf5f1be5655d258e2594520d288223fb
122	2026-11-24 17:12:56.771172+00	2026-11-24	2026-11-24	1	1	f	a6d6bf14-1fd3-c23a-10b9-17400dd31792	01a20e8b-dcc2-7550-98e4-e80b56317d87	\\xfa067d23cd8ccd72f14b2cc6344c5fac	\\x0000000000000042000000000000001500000000000000510000000000000014	\N
123	2026-11-24 17:12:56.77417+00	2026-11-24	2026-11-24	1	1	f	e41bbf94-71ab-ad1c-7fc6-79730e78cefa	01a20e8b-dcc5-7354-87d3-92d6b6ed2983	\\x9256bc21d6b2cbd947271ad36976ccb2	\\x0000000000000045000000000000001400000000000000600000000000000014	\N
124	2026-11-24 17:12:56.777226+00	2026-11-24	2026-11-24	1	1	f	00ecb01f-0304-fff0-aa9a-9192b7d0c4e9	01a20e8b-dcc9-71ac-b369-de6b1d52de3d	\\x34131d39caf48b7d941eaccaf16cbc69	\\x00000000000000480000000000000014000000000000004b0000000000000014	\N
125	2026-11-24 17:12:56.780315+00	2026-11-24	2026-11-24	1	1	f	26841141-8dbf-68fa-5cd5-fbd264f6856f	01a20e8b-dccc-74cf-9aee-7ed3a38aea45	\\x52c031661fc2105c6f9fc7a74093ecbe	\\x000000000000004b0000000000000015000000000000005a0000000000000014	\\x010000000d6a7617010d546e870fe350c375f1f88dc76603eb1d34df3efc4fd711e275009217a2c90623c92b421ba5eb30c56c
126	2026-11-24 17:12:56.783594+00	2026-11-24	2026-11-24	1	1	f	9a144eda-ee74-71fd-318e-9d8f396d92e7	01a20e8b-dccf-7641-b309-ef4a8d62785a	\\x454ed1e486a73fe712a67ca2e7d32fcf	\\x000000000000004e000000000000001400000000000000450000000000000015	\N
127	2026-11-24 17:12:56.786677+00	2026-11-24	2026-11-24	1	1	f	ed317ebd-3ed6-2325-2035-e72d879fb1dd	01a20e8b-dcd2-777b-8abb-703211109fd9	\\xb528d664e1bb4a5b9c337f6bdb20cc78	\\x0000000000000051000000000000001500000000000000540000000000000014	\N
128	2026-11-24 17:12:56.789718+00	2026-11-24	2026-11-24	1	1	f	b774644e-366f-b04b-1bc8-fe54f9ed481a	01a20e8b-dcd5-7661-9e9b-c78129c644a7	\\x7710edfe047ed92cbe557644574eacdc	\\x00000000000000540000000000000015000000000000003f0000000000000015	\N
129	2026-11-24 17:12:56.792628+00	2026-11-24	2026-11-24	1	1	f	48f4c7e5-3803-322a-3243-f5d8bf360f51	01a20e8b-dcd8-72a4-a231-ad5ebdd5f3bd	\\x6abe27b62f7bfb584f5e2987b61674d5	\\x00000000000000570000000000000014000000000000004e0000000000000015	\\x010000000d8fb39dc4e3c92a1f8f306643760ed7c5618454bc56a13581742975009ff6eedfe17361eb2f48c713f8987cce164d
130	2026-11-24 17:12:56.795656+00	2026-11-24	2026-11-24	1	1	f	00dab8f5-d48d-35a0-37e0-8aa991e648de	01a20e8b-dcdb-7034-a4fe-5d5912798ff8	\\x6515f1993fa01408c4b69c88072c2f3b	\\x000000000000005a0000000000000015000000000000005d0000000000000014	\N
131	2026-11-24 17:12:56.798796+00	2026-11-24	2026-11-24	1	1	f	1ef771aa-b6f3-56a3-3d3a-485d97a7ab7e	01a20e8b-dcde-712d-bfc7-6fd6b361d325	\\xc3e23980677c13b284c635b177a5031b	\\x000000000000005d000000000000001500000000000000480000000000000015	\N
132	2026-11-24 17:12:56.801825+00	2026-11-24	2026-11-24	1	1	f	4ed06f1f-c7ac-0b84-6bad-1f192cc556b3	01a20e8b-dce1-7191-a065-1c97b4e4a81a	\\x22b402d55806741916f21b9013788e56	\\x0000000000000060000000000000001500000000000000570000000000000015	\N
133	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000000	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x47051a36ca990ad45b4ab9ede44f5bb9	\\x0000000000000042000000000000001600000000000000450000000000000016	\\x010000000debab5ce7923266daaf87881c785c5a51da73dac8b63de524e25ec88582ef9cc2202af56bbdfa6c69617881f2
134	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000001	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x6b2beb44da40d1181946e768c3d340c0	\\x0000000000000042000000000000001700000000000000480000000000000016	\N
135	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000002	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x0e66aba170d32b8727b4e36e4f2b6915	\\x00000000000000420000000000000018000000000000004b0000000000000016	\N
136	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000003	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xa9bbf621cfb712258108d3315c0576e8	\\x00000000000000420000000000000019000000000000004e0000000000000016	\N
137	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000004	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xb229f7a4859b2e8ac954856c090be8e9	\\x0000000000000042000000000000001a00000000000000510000000000000016	\\x010000000d330a9d1eaabe6d84c1c87878d2667b82468de59ed94b09b23ca2cbe666bdf2bfa8f786455d2325f1815a7a2a
138	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000005	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x51460d356f5bf64a5775475f0ac8d81a	\\x0000000000000042000000000000001b00000000000000450000000000000017	\N
139	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000006	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x3501e45d3b9f0756d823300985295930	\\x0000000000000042000000000000001c00000000000000480000000000000017	\N
140	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000007	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x7dcf3ee2314dc51c2816ecb2883c3dfa	\\x0000000000000042000000000000001d000000000000004b0000000000000017	\N
141	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000008	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xba53428c64bc926c70cfb58b72807dcc	\\x0000000000000042000000000000001e000000000000004e0000000000000017	\\x010000000d856d75156f24b221c89fce6e1f26a9ed7bc543a66996224c1897defcfc80470cd0ae38766b92d7c8ab95a30e
142	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000009	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xee0e786f0a48f2349bcbad0fde12f170	\\x0000000000000042000000000000001f00000000000000510000000000000017	\N
143	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000010	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xadb9a1e023dc03e41fb18109e073a59a	\\x0000000000000042000000000000002000000000000000450000000000000018	\N
144	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000011	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x35ed76c633546f500d4836160b135576	\\x0000000000000042000000000000002100000000000000480000000000000018	\N
145	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000012	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x24b2b08a89fc5353cf29ebf706237331	\\x00000000000000420000000000000022000000000000004b0000000000000018	\\x010000000dfe555a572a08cf322b933c7f6313d9f55a817820de42204edac1316824137d832bb3c516369bb9cb03837987f0
146	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000013	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x08b90a3f987138a22890276342df549a	\\x00000000000000420000000000000023000000000000004e0000000000000018	\N
147	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000014	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xb707d1e6d32cac1d271bf6f2604a4606	\\x0000000000000042000000000000002400000000000000510000000000000018	\N
148	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000015	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xa72d77ade30eca05d566108a5fb4f40f	\\x0000000000000042000000000000002500000000000000450000000000000019	\N
149	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000016	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x84bd221f32b6eaa8ba342ba99e9ef567	\\x0000000000000042000000000000002600000000000000480000000000000019	\\x010000000dfcc38c87389cd9706b68716329e14b8bf61f17e013af76fda9b264a15cee6a317be5f171aae35d54f55a6fda08
150	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000017	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x8e0dafb0ef6a7ed9c820e89690bf488e	\\x00000000000000420000000000000027000000000000004b0000000000000019	\N
151	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000018	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x6cd2d54637f6999eebafb8ad2b0c8a45	\\x00000000000000420000000000000028000000000000004e0000000000000019	\N
152	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000019	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xf478becb34982b7b893a9d0995fa84cc	\\x0000000000000042000000000000002900000000000000510000000000000019	\N
153	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000020	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xe9775277d51d189fbe9287595d1e371b	\\x0000000000000042000000000000002a0000000000000045000000000000001a	\\x010000000d2db0566a8c5b59b063875843f1d8aebd15fed131c188ad3d12b5aa4128b88e08f746926e5e118316b429d55741
154	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000021	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x0849a1b690280feed039b5ad584aa491	\\x0000000000000042000000000000002b0000000000000048000000000000001a	\N
155	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000022	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x187059b0a319f835048e484a2f18d4f4	\\x0000000000000042000000000000002c000000000000004b000000000000001a	\N
156	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000023	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xd4cc0cf4753e22661701f0a465951768	\\x0000000000000042000000000000002d000000000000004e000000000000001a	\N
157	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000024	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x6c377f658a1364008f9f7f39b3c85696	\\x0000000000000042000000000000002e0000000000000051000000000000001a	\\x010000000db0242285d59b7f5913fda7e8e43b03b5f4e626632fdda14723592dc5e15262daf1e896bba3dd82cba947dee853
158	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000025	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x28edf7016fa91e5e8cdc27f52e9c9385	\\x0000000000000042000000000000002f0000000000000045000000000000001b	\N
159	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000026	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x980e11fcb274b623e8198fbf7bf14116	\\x000000000000004200000000000000300000000000000048000000000000001b	\N
160	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000027	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x549464a98816d4a7cf757e1d064fa8e6	\\x00000000000000420000000000000031000000000000004b000000000000001b	\N
161	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000028	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xea93d7054251a2592b07608e3252dfd6	\\x00000000000000420000000000000032000000000000004e000000000000001b	\\x010000000d2ca3685c7ebd8cf3dc8df400e19687acd0db5887611f408cfc49da836180a82ecb63322fa60ff2258e9af1e7b5
162	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000029	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xced98f29e208894c27ac3191811dcd9e	\\x000000000000004200000000000000330000000000000051000000000000001b	\N
163	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000030	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xacfdb257fd0c3064a815cba2d722e5d7	\\x000000000000004200000000000000340000000000000045000000000000001c	\N
164	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000031	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xbf5a0436e1f3e2e72bbafb7ddc92a5ec	\\x000000000000004200000000000000350000000000000048000000000000001c	\N
165	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000032	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x47bdd355324ae2109fd8e94b92f093d0	\\x00000000000000420000000000000036000000000000004b000000000000001c	\\x010000000dee94c106ddd484f352106cc33b6b81764b6ccdeab0c8852ff84a27634c00e13bef91ba905528e051b73dd117c5
166	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000033	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xaa57198b06d60c32e14c0b24bb652740	\\x00000000000000420000000000000037000000000000004e000000000000001c	\N
167	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000034	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xe763ea02bfeb3a0a87a29b5b7b6490c0	\\x000000000000004200000000000000380000000000000051000000000000001c	\N
168	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000035	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x74cd4d81576d45467522e96c09577600	\\x000000000000004200000000000000390000000000000045000000000000001d	\N
169	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000036	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xdde9beed2b27bba9c60a6eff90aba16b	\\x0000000000000042000000000000003a0000000000000048000000000000001d	\\x010000000d7a82844caa1fe8ad113df194133ad7b7f92095460ae1cbf558deb99cbcc22c11f9de5759fa2088bf10f56ec88b
170	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000037	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xefe64879a375ffaa305f1b23fb156b8d	\\x0000000000000042000000000000003b000000000000004b000000000000001d	\N
171	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000038	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xd88b40add544f8795b9f69cab5e1e440	\\x0000000000000042000000000000003c000000000000004e000000000000001d	\N
172	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000039	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x09cfbad6c2b3e972f3d47b92d5bf52b9	\\x0000000000000042000000000000003d0000000000000051000000000000001d	\N
173	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000040	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xa2673be78421049ed654db377e5767fb	\\x0000000000000042000000000000003e0000000000000045000000000000001e	\\x010000000d37a0ae467b1178e74c13d5dc7199ba095f1a7210f91ac79c9f034dae0d8958e78c53d78d7390dec8f36ca26ce3
174	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000041	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x365326e8f8c349d81d2408737e2a813b	\\x0000000000000042000000000000003f0000000000000048000000000000001e	\N
175	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000042	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xc6fd285901a77368f2b07905eec4f34c	\\x00000000000000420000000000000040000000000000004b000000000000001e	\N
176	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000043	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x024a3bf0fdb8e422b1e8739b4251316e	\\x00000000000000420000000000000041000000000000004e000000000000001e	\N
177	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000044	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xfffe64d2f17441243d13a417a84483c7	\\x000000000000004200000000000000420000000000000051000000000000001e	\\x010000000d21386e99b14a1b6d2edfbf53a1c3db5a4845e64281bcf61f3040b9544a5ed8f026040c0362da3c7969be0940d4
178	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000045	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x050532451341206c9638b368ae2ca38e	\\x000000000000004200000000000000430000000000000045000000000000001f	\N
179	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000046	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x732c3149c183a9de9f599f8a481e5f64	\\x000000000000004200000000000000440000000000000048000000000000001f	\N
180	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000047	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x5adecfdd485794923429697edb1db103	\\x00000000000000420000000000000045000000000000004b000000000000001f	\N
181	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000048	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x978e04aebca2c6ba74ae80ac886a5d93	\\x00000000000000420000000000000046000000000000004e000000000000001f	\\x010000000d9b6a06e2c1d9e91e94ffe050ff54fbb8afa5f112e892d93d605660abb43f0633e89498ca9f945cdd2940747228
182	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000049	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x3b95f794b37de51c5475a5afdaff801a	\\x000000000000004200000000000000470000000000000051000000000000001f	\N
183	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000050	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x89ec990aae466fcbb2afbf6bff9d3a64	\\x0000000000000042000000000000004800000000000000450000000000000020	\N
184	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000051	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xf1df710e62b135167bdbe3591b3826e3	\\x0000000000000042000000000000004900000000000000480000000000000020	\N
185	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000052	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x08edd96efa354d095f269224eaac855c	\\x0000000000000042000000000000004a000000000000004b0000000000000020	\\x010000000df793b5a394ad64a3b8e262eaa73902152c5a3d71cb4554116f2ce065a0c1395344f5dbefcaceea29ce8a32aad5
186	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000053	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x8bf789f427cfbf0af03ede604fdc710f	\\x0000000000000042000000000000004b000000000000004e0000000000000020	\N
187	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000054	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xd3472f98f1a6728c6670e036c7e1bc01	\\x0000000000000042000000000000004c00000000000000510000000000000020	\N
188	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000055	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x42d1da91e24bc934aae0fb9c8179e75a	\\x0000000000000042000000000000004d00000000000000450000000000000021	\N
189	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000056	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x2deae17d5882715a7559205edd371c59	\\x0000000000000042000000000000004e00000000000000480000000000000021	\\x010000000d17e546288c221173390657f72f1bc4713c23daa5d87808c3a9be06573476ac1b06728a33fc3eba970f13e8162e
190	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000057	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x0bda611f8a290762011bd76f123186db	\\x0000000000000042000000000000004f000000000000004b0000000000000021	\N
191	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000058	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x99c74e513f587e3f5ce893161ad5cf49	\\x00000000000000420000000000000050000000000000004e0000000000000021	\N
192	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000059	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x0385f0d1fa7bd503722f5d54cb1c4b5a	\\x0000000000000042000000000000005100000000000000510000000000000021	\N
193	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000060	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x9c35c74cfdeb689b218d8466f3e242c3	\\x0000000000000042000000000000005200000000000000450000000000000022	\\x010000000dad6f68972b0f55cf284311d4c81d2ee4516d23d4f27adb6ad42b4453fe6eea87cc37f2dda9244c5a3e5a2f0611
194	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000061	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x83f37aa9834063ee64b9a6b0ce6668db	\\x0000000000000042000000000000005300000000000000480000000000000022	\N
195	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000062	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x2001deef75826154549c40ef68162e5e	\\x00000000000000420000000000000054000000000000004b0000000000000022	\N
196	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000063	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x2374a884dd0487725919f5259e1ee686	\\x00000000000000420000000000000055000000000000004e0000000000000022	\N
197	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000064	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x73a876b664d695cf294e273ea1c40a84	\\x0000000000000042000000000000005600000000000000510000000000000022	\\x010000000d3e847420594129bc26e4178e68d31b9ced5c43e329888b944fc1e96c0d07b8b77c5b740a2e14879b341392500a
198	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000065	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x813cd1dc6e3a578d9f3260f2039c3946	\\x0000000000000042000000000000005700000000000000450000000000000023	\N
199	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000066	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x188a36ece7921d03bbd50dd1e9056312	\\x0000000000000042000000000000005800000000000000480000000000000023	\N
200	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000067	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xc58f48f4bc368054676cb67ab543c48f	\\x00000000000000420000000000000059000000000000004b0000000000000023	\N
201	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000068	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x1888284bb8b022d2eac3637c5a941f40	\\x0000000000000042000000000000005a000000000000004e0000000000000023	\\x010000000de1c3cbe66cc9ba526cbcba5bec5a85d62c9369f2c8dd2aa8b0ce0e293372408120f35d3189415c5d3ae813e497
202	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000069	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x789050f2b000cabb3d3253d1ca59d29e	\\x0000000000000042000000000000005b00000000000000510000000000000023	\N
203	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000070	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x3c5e98a4f8c8a28d474122154fbbafed	\\x0000000000000042000000000000005c00000000000000450000000000000024	\N
204	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000071	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x890ebac4d3c1f243a7f9ce27692126a6	\\x0000000000000042000000000000005d00000000000000480000000000000024	\N
205	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000072	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xc311b2e8adb3fcb0e4b3ffea00962954	\\x0000000000000042000000000000005e000000000000004b0000000000000024	\\x010000000d8f287582fc54fbd6b835f37250316d4b32e44deca2cecc4fd30f198a66f02a939735ab04f8772ff9aea6b7e6df
206	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000073	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xce5d42fbe474c5b4ef0b8de47c626cdc	\\x0000000000000042000000000000005f000000000000004e0000000000000024	\N
207	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000074	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xf02a43718349b9ad1e00c6aaa32ea93b	\\x0000000000000042000000000000006000000000000000510000000000000024	\N
208	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000075	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x410acdf09962336dc565ae7b6d58924a	\\x0000000000000042000000000000006100000000000000450000000000000025	\N
209	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000076	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xd12c3a0f97ddd174f07e0404db31cfd6	\\x0000000000000042000000000000006200000000000000480000000000000025	\\x010000000d51c0c919d2ef17ac054485b1028494cace2adacaf2a61d0b31b2e080faf2d8b0a70245957817b178f737e722c6
210	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000077	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x660e7255836e913ca94b62a4ad804a8e	\\x00000000000000420000000000000063000000000000004b0000000000000025	\N
211	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000078	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x0cf755c95ce291993cdd2a611a65c34e	\\x00000000000000420000000000000064000000000000004e0000000000000025	\N
212	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000079	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xe808c98069da2539ae7a2c21db9b0d3b	\\x0000000000000042000000000000006500000000000000510000000000000025	\N
213	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000080	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x66ad9bceb3cbfb0b842a3f85336b2dfd	\\x0000000000000042000000000000006600000000000000450000000000000026	\\x010000000d3699dd62e4ae2a3f729bd45a30df1ba8028b5de98bac3d14c85e8ee46814a396aa172ead928d1382293a8ba447
214	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000081	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xdb3bdf29c10541c0e93da045ddf54c95	\\x0000000000000042000000000000006700000000000000480000000000000026	\N
215	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000082	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x73f6d30bc6ce5bfe5ea3ab19e9ef50ed	\\x00000000000000420000000000000068000000000000004b0000000000000026	\N
216	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000083	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xfde2460f2d1f390668189e4e359bd88c	\\x00000000000000420000000000000069000000000000004e0000000000000026	\N
217	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000084	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x8139d7ce970f2b8f9494364c9898a823	\\x0000000000000042000000000000006a00000000000000510000000000000026	\\x010000000dc057d1534b5f6762beba93e3eb98b99bdb4897a75df76b0f6c9f43f490aaee5def3902656622070b8c78ace0ab
218	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000085	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xf73f7b6a6b29f42330c72144500472b5	\\x0000000000000042000000000000006b00000000000000450000000000000027	\N
219	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000086	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x34742f1c32e0de5f29bc45bc05a6e311	\\x0000000000000042000000000000006c00000000000000480000000000000027	\N
220	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000087	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xef1a64aa8d19d16b08e3da949961397c	\\x0000000000000042000000000000006d000000000000004b0000000000000027	\N
221	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000088	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xa9ad845e53ec9d3b507f8d5a6268d79f	\\x0000000000000042000000000000006e000000000000004e0000000000000027	\\x010000000d043cbcbcd69de642ef653c14b85720a50e7afbec10bc1266bc697a7991aaa3e404a9c61216028eba1af449a2df
222	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000089	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xaf478100dc161e75b4521af4cb007592	\\x0000000000000042000000000000006f00000000000000510000000000000027	\N
223	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000090	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x058bc2c2486b17812948d7c187a72f40	\\x0000000000000042000000000000007000000000000000450000000000000028	\N
224	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000091	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x398a7d0794b8cb6f52d92941486281fd	\\x0000000000000042000000000000007100000000000000480000000000000028	\N
225	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000092	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xe8cf9a080255a1f42c9364ca99fc7e9b	\\x00000000000000420000000000000072000000000000004b0000000000000028	\\x010000000d6783961a5edd474cffa60439a4ef7e556018c1e54ab76b69007b727e821d11987c583428ff19c6ff4b5e793984
226	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000093	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x1e2b7dbc895f88f369ce7fecc33589b2	\\x00000000000000420000000000000073000000000000004e0000000000000028	\N
227	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000094	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x5e995d17776a0d4e53b9cddba8da8d79	\\x0000000000000042000000000000007400000000000000510000000000000028	\N
228	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000095	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xbd3ccd8be397a5df0002205d957438d0	\\x0000000000000042000000000000007500000000000000450000000000000029	\N
229	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000096	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xd17e2d8f9b19b9d2288b894102d8b14c	\\x0000000000000042000000000000007600000000000000480000000000000029	\\x010000000d01e72ff55155a8d5ba888d29aa76d516185e5163349f6b5d5d14c7b0e0604a115b3b41272310340e9a618e7d98
230	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000097	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x8348d2c6d606ac011fe03dbf6ad00ea6	\\x00000000000000420000000000000077000000000000004b0000000000000029	\N
231	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000098	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x87a178cb8f0483914a367b7d20053c82	\\x00000000000000420000000000000078000000000000004e0000000000000029	\N
232	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000099	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x63d59ad01aac4758847a3add0d26b11e	\\x0000000000000042000000000000007900000000000000510000000000000029	\N
233	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000100	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x7412cc126b3d7909f11e644e60760992	\\x0000000000000042000000000000007a0000000000000045000000000000002a	\\x010000000d375f6227b313c0cfa4337a34a79808143e70cd63f32a4b3f5571e44630efb584494a6de58628a4e30d2356573e75
234	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000101	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xc22d69355e76bc1477a209a7a00b7457	\\x0000000000000042000000000000007b0000000000000048000000000000002a	\N
235	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000102	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x6e851ce37838879618bb77bb9aaf6f6d	\\x0000000000000042000000000000007c000000000000004b000000000000002a	\N
236	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000103	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x4d165c949945802d1a7584ae231a6287	\\x0000000000000042000000000000007d000000000000004e000000000000002a	\N
237	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000104	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x3b7d962dc33c9fadb2a5cdf6f61a301b	\\x0000000000000042000000000000007e0000000000000051000000000000002a	\\x010000000d316ba898353e1e6b9d5ed8fd72d6da5f35aac8a23c8106dd45bf432be87d73fa15661fdc6fb62cf6b2bd2cd04829
238	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000105	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x30893c7738d0023a319dc0ff8b214d6d	\\x0000000000000042000000000000007f0000000000000045000000000000002b	\N
239	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000106	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\x1bf5b50720015e8d3817e05624f56984	\\x000000000000004200000000000000800000000000000048000000000000002b	\N
240	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000107	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xc4eafa7199e59f96c09472b51f387767	\\x00000000000000420000000000000081000000000000004b000000000000002b	\N
241	2026-11-24 17:12:56.807414+00	2026-11-24	2026-11-24	1	1	t	00000000-0000-4000-8000-000000000108	01a20e8b-dce5-72fe-a240-9754836cd7e1	\\xdf296001ad4f30c28c58948d0794803d	\\x00000000000000420000000000000082000000000000004e000000000000002b	\\x010000000da746884bdcf7bec02d75f4428d919fe96b8d9b274bae0c95c76ee9a2d7bbe53766116f8f0a94a578723bc7b2640c
242	2026-11-24 17:12:56.822243+00	2026-11-24	2026-11-24	1	3	f	71cd2ed8-4d4a-c569-6543-f7abcc138471	01a20e8b-dcf5-7656-b4ea-b3aa4c23e9bd	\\x263d0f3c2b651fd7a6916a081848aa19	\\x000000000000003f00000000000000160000000000000001000000000000000d	\N
243	2026-11-24 17:12:56.830942+00	2026-11-24	2026-11-24	1	3	f	94f2cfa8-e79b-77d6-343e-66775ef15b09	01a20e8b-dcfe-75ce-a754-66a868fb99d6	\\x3e930c06f6c29bd9c00728802843e373	\\x000000000000004200000000000000830000000000000001000000000000000e	\N
244	2026-11-24 17:12:56.839144+00	2026-11-24	2026-11-24	1	3	f	2f835d90-048e-fa57-acf2-56fb0f46bf42	01a20e8b-dd06-72bd-a6ae-ab85f543969d	\\xcf59379111c656bdd138cbda9a711abc	\\x0000000000000045000000000000002c0000000000000001000000000000000f	\N
245	2026-11-24 17:12:56.847454+00	2026-11-24	2026-11-24	1	3	f	de186482-565a-793a-af02-447980dcfe67	01a20e8b-dd0f-7198-9330-68e92d0993c3	\\xafd23dced8f426dd867b08018937bbd0	\\x0000000000000048000000000000002c00000000000000010000000000000010	\N
246	2026-11-24 17:12:56.855735+00	2026-11-24	2026-11-24	1	3	f	a6c1acf2-c003-d00b-349a-686b9dbf4879	01a20e8b-dd17-751f-b9ce-fa830de71614	\\x802120595d46d8850eccc2c4b213dec0	\\x000000000000004b000000000000002c00000000000000010000000000000011	\N
\.


--
-- Data for Name: ledger_account; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.ledger_account (id, opened_ms, balance_minor, held_minor, sequence, overdraft_minor, book, kind, status, currency, gl_code, branch, "position") FROM stdin;
2	1795540374231	0	0	0	\N	1	1	1	EUR	1010	main	cash/2
3	1795540374231	0	0	0	\N	1	1	1	EUR	1020	main	nostro
4	1795540374231	0	0	0	\N	1	1	1	EUR	1030	main	clearing
5	1795540374231	0	0	0	\N	1	1	1	EUR	1900	main	fx-position
6	1795540374231	0	0	0	\N	1	2	1	EUR	2900	main	suspense
7	1795540374231	0	0	0	\N	1	3	1	EUR	3000	main	equity
8	1795540374231	0	0	0	\N	1	4	1	EUR	4010	main	fees
9	1795540374231	0	0	0	\N	1	4	1	EUR	4020	main	interest-received
10	1795540374231	0	0	0	\N	1	5	1	EUR	5010	main	interest-paid
11	1795540374231	0	0	0	\N	1	1	1	USD	1010	main	cash/main
12	1795540374231	0	0	0	\N	1	1	1	USD	1010	main	cash/2
13	1795540374231	0	0	0	\N	1	1	1	USD	1020	main	nostro
14	1795540374231	0	0	0	\N	1	1	1	USD	1030	main	clearing
15	1795540374231	0	0	0	\N	1	1	1	USD	1900	main	fx-position
16	1795540374231	0	0	0	\N	1	2	1	USD	2900	main	suspense
17	1795540374231	0	0	0	\N	1	3	1	USD	3000	main	equity
18	1795540374231	0	0	0	\N	1	4	1	USD	4010	main	fees
19	1795540374231	0	0	0	\N	1	4	1	USD	4020	main	interest-received
20	1795540374231	0	0	0	\N	1	5	1	USD	5010	main	interest-paid
21	1795540374231	0	0	0	\N	1	1	1	GBP	1010	main	cash/main
22	1795540374231	0	0	0	\N	1	1	1	GBP	1010	main	cash/2
23	1795540374231	0	0	0	\N	1	1	1	GBP	1020	main	nostro
24	1795540374231	0	0	0	\N	1	1	1	GBP	1030	main	clearing
25	1795540374231	0	0	0	\N	1	1	1	GBP	1900	main	fx-position
26	1795540374231	0	0	0	\N	1	2	1	GBP	2900	main	suspense
27	1795540374231	0	0	0	\N	1	3	1	GBP	3000	main	equity
28	1795540374231	0	0	0	\N	1	4	1	GBP	4010	main	fees
29	1795540374231	0	0	0	\N	1	4	1	GBP	4020	main	interest-received
30	1795540374231	0	0	0	\N	1	5	1	GBP	5010	main	interest-paid
31	1795540374231	0	0	0	\N	1	1	1	JPY	1010	main	cash/main
32	1795540374231	0	0	0	\N	1	1	1	JPY	1010	main	cash/2
33	1795540374231	0	0	0	\N	1	1	1	JPY	1020	main	nostro
34	1795540374231	0	0	0	\N	1	1	1	JPY	1030	main	clearing
35	1795540374231	0	0	0	\N	1	1	1	JPY	1900	main	fx-position
36	1795540374231	0	0	0	\N	1	2	1	JPY	2900	main	suspense
37	1795540374231	0	0	0	\N	1	3	1	JPY	3000	main	equity
38	1795540374231	0	0	0	\N	1	4	1	JPY	4010	main	fees
39	1795540374231	0	0	0	\N	1	4	1	JPY	4020	main	interest-received
40	1795540374231	0	0	0	\N	1	5	1	JPY	5010	main	interest-paid
41	1795540374231	0	0	0	\N	1	1	1	KWD	1010	main	cash/main
42	1795540374231	0	0	0	\N	1	1	1	KWD	1010	main	cash/2
43	1795540374231	0	0	0	\N	1	1	1	KWD	1020	main	nostro
44	1795540374231	0	0	0	\N	1	1	1	KWD	1030	main	clearing
45	1795540374231	0	0	0	\N	1	1	1	KWD	1900	main	fx-position
46	1795540374231	0	0	0	\N	1	2	1	KWD	2900	main	suspense
47	1795540374231	0	0	0	\N	1	3	1	KWD	3000	main	equity
48	1795540374231	0	0	0	\N	1	4	1	KWD	4010	main	fees
49	1795540374231	0	0	0	\N	1	4	1	KWD	4020	main	interest-received
50	1795540374231	0	0	0	\N	1	5	1	KWD	5010	main	interest-paid
51	1795540374231	0	0	0	\N	1	1	1	CHF	1010	main	cash/main
1	1795540374231	125896	0	17	\N	1	1	1	EUR	1010	main	cash/main
52	1795540374231	0	0	0	\N	1	1	1	CHF	1010	main	cash/2
53	1795540374231	0	0	0	\N	1	1	1	CHF	1020	main	nostro
54	1795540374231	0	0	0	\N	1	1	1	CHF	1030	main	clearing
55	1795540374231	0	0	0	\N	1	1	1	CHF	1900	main	fx-position
56	1795540374231	0	0	0	\N	1	2	1	CHF	2900	main	suspense
57	1795540374231	0	0	0	\N	1	3	1	CHF	3000	main	equity
58	1795540374231	0	0	0	\N	1	4	1	CHF	4010	main	fees
59	1795540374231	0	0	0	\N	1	4	1	CHF	4020	main	interest-received
60	1795540374231	0	0	0	\N	1	5	1	CHF	5010	main	interest-paid
63	1795540376161	-10030	0	22	0	1	2	1	EUR	2100	main	\N
66	1795540376197	19825	0	131	20000	1	2	1	EUR	2100	main	\N
69	1795540376217	-16297	0	44	40000	1	2	1	EUR	2100	main	\N
72	1795540376237	-16570	0	44	0	1	2	1	EUR	2100	main	\N
75	1795540376256	-16103	0	44	20000	1	2	1	EUR	2100	main	\N
84	1795540376306	-10697	0	21	20000	1	2	1	EUR	2100	main	\N
90	1795540376339	-10749	0	21	0	1	2	1	EUR	2100	main	\N
93	1795540376355	-10990	0	21	20000	1	2	1	EUR	2100	main	\N
87	1795540376323	-10838	0	21	40000	1	2	1	EUR	2100	main	\N
96	1795540376371	-10701	0	21	40000	1	2	1	EUR	2100	main	\N
78	1795540376273	-16726	0	43	40000	1	2	1	EUR	2100	main	\N
81	1795540376290	-16020	0	42	0	1	2	1	EUR	2100	main	\N
\.


--
-- Data for Name: ledger_head; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.ledger_head (book, last_entry, last_recorded_at, booking_date) FROM stdin;
1	246	2026-11-24 17:12:56.855735+00	2026-11-24
\.


--
-- Data for Name: outbox_event; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.outbox_event (book, "position", id, type, at, subject, ordering_key, traceparent) FROM stdin;
1	1	01a20e8b-da5b-76e8-81f5-99348e0036cf	bank.customer.created.v1	2026-11-24 17:12:56.133837+00	01a20e8b-da45-7000-8000-00000000003d	01a20e8b-da45-7000-8000-00000000003d	00-2ceedc6f16a0da8fefb06e2ae9192cb3-aa96fa96accbeefb-02
1	2	01a20e8b-da75-724d-8ce0-0f4f6318efb0	bank.account.opened.v1	2026-11-24 17:12:56.161991+00	01a20e8b-da61-7000-8000-00000000003f	01a20e8b-da61-7000-8000-00000000003f	00-54167c2d367319166d828ea8f9a172e2-0496767915309ad6-02
1	3	01a20e8b-da80-7193-8cfa-764ad5e721dc	bank.customer.created.v1	2026-11-24 17:12:56.18586+00	01a20e8b-da79-7000-8000-000000000040	01a20e8b-da79-7000-8000-000000000040	00-6407801e252a1afbda92a5ad65401776-10e55955d958d691-02
1	4	01a20e8b-da8b-7624-a24e-ffade3c0b510	bank.account.opened.v1	2026-11-24 17:12:56.19706+00	01a20e8b-da85-7000-8000-000000000042	01a20e8b-da85-7000-8000-000000000042	00-6fd83a29c4c5c6278783105133516404-d3fa341263c8b6b8-02
1	5	01a20e8b-da96-711f-a271-c59d1879b078	bank.customer.created.v1	2026-11-24 17:12:56.207215+00	01a20e8b-da8f-7000-8000-000000000043	01a20e8b-da8f-7000-8000-000000000043	00-f31a7f0cea9e24394b25898e0d5f574b-75a0adec03dd9671-02
1	6	01a20e8b-daa0-73a5-8937-0a08dda33721	bank.account.opened.v1	2026-11-24 17:12:56.217821+00	01a20e8b-da99-7000-8000-000000000045	01a20e8b-da99-7000-8000-000000000045	00-be914ec3949e14298baf370af3a761d2-1c5c1ad8c392f824-02
1	7	01a20e8b-daaa-7582-93f9-d08659631cc7	bank.customer.created.v1	2026-11-24 17:12:56.228219+00	01a20e8b-daa4-7000-8000-000000000046	01a20e8b-daa4-7000-8000-000000000046	00-421e9a7c4ce0ac3afc34d534716d0b7a-55ae41eaca256b26-02
1	8	01a20e8b-dab2-75c7-b282-cdf1d69312da	bank.account.opened.v1	2026-11-24 17:12:56.237316+00	01a20e8b-daad-7000-8000-000000000048	01a20e8b-daad-7000-8000-000000000048	00-4889f46c9301ee2253618aacb18a7afe-6527aeeda5a00841-02
1	9	01a20e8b-dabd-7456-a0a6-8df1a298c397	bank.customer.created.v1	2026-11-24 17:12:56.247549+00	01a20e8b-dab7-7000-8000-000000000049	01a20e8b-dab7-7000-8000-000000000049	00-84dda55a3e60540bfb981ec7d2722563-753def1f20862797-02
1	10	01a20e8b-dac5-762e-88fa-a6ff9db2690b	bank.account.opened.v1	2026-11-24 17:12:56.256175+00	01a20e8b-dac0-7000-8000-00000000004b	01a20e8b-dac0-7000-8000-00000000004b	00-2c347ea3b8cd48f7ed42a7483409771c-7791f23eebecc691-02
1	11	01a20e8b-dacf-77db-8b02-62eeb3042ca7	bank.customer.created.v1	2026-11-24 17:12:56.26402+00	01a20e8b-dac8-7000-8000-00000000004c	01a20e8b-dac8-7000-8000-00000000004c	00-f09ccc19d010262bba1f5cd30aa115d3-49dbbf4df09af86b-02
1	12	01a20e8b-dad7-76ad-ac0b-fabf09dbdcee	bank.account.opened.v1	2026-11-24 17:12:56.273895+00	01a20e8b-dad1-7000-8000-00000000004e	01a20e8b-dad1-7000-8000-00000000004e	00-48a310c84963c8b92a2b4158d3913783-120496d08117df2d-02
1	13	01a20e8b-dae0-71f4-82fe-3a25d5950bd5	bank.customer.created.v1	2026-11-24 17:12:56.282169+00	01a20e8b-dada-7000-8000-00000000004f	01a20e8b-dada-7000-8000-00000000004f	00-c377661102e77730221d858721a5203f-426ea82148fd09bb-02
1	14	01a20e8b-dae8-71a5-899e-8501a40d0cde	bank.account.opened.v1	2026-11-24 17:12:56.29092+00	01a20e8b-dae2-7000-8000-000000000051	01a20e8b-dae2-7000-8000-000000000051	00-4a2cfea23d0808582c390c8eb54e5455-89884299878513af-02
1	15	01a20e8b-daf0-725b-8c88-5ac9e71d07c9	bank.customer.created.v1	2026-11-24 17:12:56.298791+00	01a20e8b-daea-7000-8000-000000000052	01a20e8b-daea-7000-8000-000000000052	00-02da6dfee7bd7ce5965dcfc6ef50eaec-ece3b65ebd8ff294-02
1	16	01a20e8b-daf8-7188-9d3b-d69f0cf3332b	bank.account.opened.v1	2026-11-24 17:12:56.30699+00	01a20e8b-daf2-7000-8000-000000000054	01a20e8b-daf2-7000-8000-000000000054	00-06fc96c3dc820fe43f37a006f57659e6-750861cbf3d356e3-02
1	17	01a20e8b-db00-7772-b798-262e4e55bca7	bank.customer.created.v1	2026-11-24 17:12:56.314924+00	01a20e8b-dafa-7000-8000-000000000055	01a20e8b-dafa-7000-8000-000000000055	00-ef12aa1a5c2b8e5490881c98a9d748f0-9132c7838b8bc262-02
1	18	01a20e8b-db08-7040-a940-bf0f6c086f3a	bank.account.opened.v1	2026-11-24 17:12:56.323573+00	01a20e8b-db03-7000-8000-000000000057	01a20e8b-db03-7000-8000-000000000057	00-5c502bbf2c43c7de515c299f9576f974-a4c2060875b8efa7-02
1	19	01a20e8b-db11-70a3-bef6-9f6911882424	bank.customer.created.v1	2026-11-24 17:12:56.331364+00	01a20e8b-db0b-7000-8000-000000000058	01a20e8b-db0b-7000-8000-000000000058	00-9f62f40f2a7b33442d13517483679b08-60554906aace2267-02
1	20	01a20e8b-db18-7721-b3e7-e790e237eb6a	bank.account.opened.v1	2026-11-24 17:12:56.339831+00	01a20e8b-db13-7000-8000-00000000005a	01a20e8b-db13-7000-8000-00000000005a	00-45cf8d1f1e14b159fc832b25487ed5a7-9d07cf34dcab2ae2-02
1	21	01a20e8b-db20-7093-b2be-8a3a9028600a	bank.customer.created.v1	2026-11-24 17:12:56.347281+00	01a20e8b-db1b-7000-8000-00000000005b	01a20e8b-db1b-7000-8000-00000000005b	00-2160b92dfe33dca08b5e38003a260b78-1c8b495711e9ba63-02
1	22	01a20e8b-db28-704b-8b61-830e27588b09	bank.account.opened.v1	2026-11-24 17:12:56.355557+00	01a20e8b-db23-7000-8000-00000000005d	01a20e8b-db23-7000-8000-00000000005d	00-69ba9b490a86346f28e3596829a940fc-5306a1135dbc7f05-02
1	23	01a20e8b-db30-7266-bf5b-eef45d37a47b	bank.customer.created.v1	2026-11-24 17:12:56.362997+00	01a20e8b-db2a-7000-8000-00000000005e	01a20e8b-db2a-7000-8000-00000000005e	00-e0851381bc2538cd128e0560cf1bfacf-866593fda9fded2d-02
1	24	01a20e8b-db38-705b-97b9-90f36bf6d20b	bank.account.opened.v1	2026-11-24 17:12:56.371537+00	01a20e8b-db33-7000-8000-000000000060	01a20e8b-db33-7000-8000-000000000060	00-d5c755f4bc23f1c83c8778d536a21106-43df7559da4f40c1-02
\.


--
-- Data for Name: outbox_head; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.outbox_head (book, last_position) FROM stdin;
1	24
\.


--
-- Data for Name: posting; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.posting (account, sequence, entry, amount_minor, balance_minor, available_minor, book) FROM stdin;
1	1	1	10000	10000	\N	1
63	1	1	-10000	-10000	10000	1
1	2	2	10101	20101	\N	1
66	1	2	-10101	-10101	30101	1
1	3	3	10202	30303	\N	1
69	1	3	-10202	-10202	50202	1
1	4	4	10303	40606	\N	1
72	1	4	-10303	-10303	10303	1
1	5	5	10404	51010	\N	1
75	1	5	-10404	-10404	30404	1
1	6	6	10505	61515	\N	1
78	1	6	-10505	-10505	50505	1
1	7	7	10606	72121	\N	1
81	1	7	-10606	-10606	10606	1
1	8	8	10707	82828	\N	1
84	1	8	-10707	-10707	30707	1
1	9	9	10808	93636	\N	1
87	1	9	-10808	-10808	50808	1
1	10	10	10909	104545	\N	1
90	1	10	-10909	-10909	10909	1
1	11	11	11000	115545	\N	1
93	1	11	-11000	-11000	31000	1
1	12	12	11101	126646	\N	1
96	1	12	-11101	-11101	51101	1
63	2	13	10	-9990	9990	1
66	2	13	-10	-10111	30111	1
66	3	14	11	-10100	30100	1
81	2	14	-11	-10617	10617	1
69	2	15	12	-10190	50190	1
96	2	15	-12	-11113	51113	1
72	2	16	13	-10290	10290	1
75	2	16	-13	-10417	30417	1
75	3	17	14	-10403	30403	1
90	2	17	-14	-10923	10923	1
78	2	18	15	-10490	50490	1
69	3	18	-15	-10205	50205	1
81	3	19	16	-10601	10601	1
84	2	19	-16	-10723	30723	1
84	3	20	17	-10706	30706	1
63	3	20	-17	-10007	10007	1
87	2	21	18	-10790	50790	1
78	3	21	-18	-10508	50508	1
90	3	22	19	-10904	10904	1
93	2	22	-19	-11019	31019	1
93	3	23	20	-10999	30999	1
72	3	23	-20	-10310	10310	1
96	3	24	21	-11092	51092	1
87	3	24	-21	-10811	50811	1
63	4	25	22	-9985	9985	1
66	4	25	-22	-10122	30122	1
66	5	26	23	-10099	30099	1
81	4	26	-23	-10624	10624	1
69	4	27	24	-10181	50181	1
96	4	27	-24	-11116	51116	1
72	4	28	25	-10285	10285	1
75	4	28	-25	-10428	30428	1
75	5	29	26	-10402	30402	1
90	4	29	-26	-10930	10930	1
78	4	30	27	-10481	50481	1
69	5	30	-27	-10208	50208	1
81	5	31	28	-10596	10596	1
84	4	31	-28	-10734	30734	1
84	5	32	29	-10705	30705	1
63	5	32	-29	-10014	10014	1
87	4	33	130	-10681	50681	1
78	5	33	-130	-10611	50611	1
90	5	34	131	-10799	10799	1
93	4	34	-131	-11130	31130	1
93	5	35	132	-10998	30998	1
72	5	35	-132	-10417	10417	1
96	5	36	133	-10983	50983	1
87	5	36	-133	-10814	50814	1
63	6	37	134	-9880	9880	1
66	6	37	-134	-10233	30233	1
66	7	38	135	-10098	30098	1
81	6	38	-135	-10731	10731	1
69	6	39	136	-10072	50072	1
96	6	39	-136	-11119	51119	1
72	6	40	137	-10280	10280	1
75	6	40	-137	-10539	30539	1
75	7	41	138	-10401	30401	1
90	6	41	-138	-10937	10937	1
78	6	42	139	-10472	50472	1
69	7	42	-139	-10211	50211	1
81	7	43	140	-10591	10591	1
84	6	43	-140	-10845	30845	1
84	7	44	141	-10704	30704	1
63	7	44	-141	-10021	10021	1
87	6	45	142	-10672	50672	1
78	7	45	-142	-10614	50614	1
90	7	46	143	-10794	10794	1
93	6	46	-143	-11141	31141	1
93	7	47	144	-10997	30997	1
72	7	47	-144	-10424	10424	1
96	7	48	145	-10974	50974	1
87	7	48	-145	-10817	50817	1
63	8	49	146	-9875	9875	1
66	8	49	-146	-10244	30244	1
66	9	50	147	-10097	30097	1
81	8	50	-147	-10738	10738	1
69	8	51	148	-10063	50063	1
96	8	51	-148	-11122	51122	1
72	8	52	149	-10275	10275	1
75	8	52	-149	-10550	30550	1
75	9	53	250	-10300	30300	1
90	8	53	-250	-11044	11044	1
78	8	54	251	-10363	50363	1
69	9	54	-251	-10314	50314	1
81	9	55	252	-10486	10486	1
84	8	55	-252	-10956	30956	1
84	9	56	253	-10703	30703	1
63	9	56	-253	-10128	10128	1
87	8	57	254	-10563	50563	1
78	9	57	-254	-10617	50617	1
90	9	58	255	-10789	10789	1
93	8	58	-255	-11252	31252	1
93	9	59	256	-10996	30996	1
72	9	59	-256	-10531	10531	1
96	9	60	257	-10865	50865	1
87	9	60	-257	-10820	50820	1
63	10	61	258	-9870	9870	1
66	10	61	-258	-10355	30355	1
66	11	62	259	-10096	30096	1
81	10	62	-259	-10745	10745	1
69	10	63	260	-10054	50054	1
96	10	63	-260	-11125	51125	1
72	10	64	261	-10270	10270	1
75	10	64	-261	-10561	30561	1
75	11	65	262	-10299	30299	1
90	10	65	-262	-11051	11051	1
78	10	66	263	-10354	50354	1
69	11	66	-263	-10317	50317	1
81	11	67	264	-10481	10481	1
84	10	67	-264	-10967	30967	1
84	11	68	265	-10702	30702	1
63	11	68	-265	-10135	10135	1
87	10	69	266	-10554	50554	1
78	11	69	-266	-10620	50620	1
90	11	70	267	-10784	10784	1
93	10	70	-267	-11263	31263	1
93	11	71	268	-10995	30995	1
72	11	71	-268	-10538	10538	1
96	11	72	269	-10856	50856	1
87	11	72	-269	-10823	50823	1
63	12	73	370	-9765	9765	1
66	12	73	-370	-10466	30466	1
66	13	74	371	-10095	30095	1
81	12	74	-371	-10852	10852	1
69	12	75	372	-9945	49945	1
96	12	75	-372	-11228	51228	1
72	12	76	373	-10165	10165	1
75	12	76	-373	-10672	30672	1
75	13	77	374	-10298	30298	1
90	12	77	-374	-11158	11158	1
78	12	78	375	-10245	50245	1
69	13	78	-375	-10320	50320	1
81	13	79	376	-10476	10476	1
84	12	79	-376	-11078	31078	1
84	13	80	377	-10701	30701	1
63	13	80	-377	-10142	10142	1
87	12	81	378	-10445	50445	1
78	13	81	-378	-10623	50623	1
90	13	82	379	-10779	10779	1
93	12	82	-379	-11374	31374	1
93	13	83	380	-10994	30994	1
72	13	83	-380	-10545	10545	1
96	13	84	381	-10847	50847	1
87	13	84	-381	-10826	50826	1
63	14	85	382	-9760	9760	1
66	14	85	-382	-10477	30477	1
66	15	86	383	-10094	30094	1
81	14	86	-383	-10859	10859	1
69	14	87	384	-9936	49936	1
96	14	87	-384	-11231	51231	1
72	14	88	385	-10160	10160	1
75	14	88	-385	-10683	30683	1
75	15	89	386	-10297	30297	1
90	14	89	-386	-11165	11165	1
78	14	90	387	-10236	50236	1
69	15	90	-387	-10323	50323	1
81	15	91	388	-10471	10471	1
84	14	91	-388	-11089	31089	1
84	15	92	389	-10700	30700	1
63	15	92	-389	-10149	10149	1
87	14	93	490	-10336	50336	1
78	15	93	-490	-10726	50726	1
90	15	94	491	-10674	10674	1
93	14	94	-491	-11485	31485	1
93	15	95	492	-10993	30993	1
72	15	95	-492	-10652	10652	1
96	15	96	493	-10738	50738	1
87	15	96	-493	-10829	50829	1
63	16	97	494	-9655	9655	1
66	16	97	-494	-10588	30588	1
66	17	98	495	-10093	30093	1
81	16	98	-495	-10966	10966	1
69	16	99	496	-9827	49827	1
96	16	99	-496	-11234	51234	1
72	16	100	497	-10155	10155	1
75	16	100	-497	-10794	30794	1
75	17	101	498	-10296	30296	1
90	16	101	-498	-11172	11172	1
78	16	102	499	-10227	50227	1
69	17	102	-499	-10326	50326	1
81	17	103	410	-10556	10556	1
84	16	103	-410	-11110	31110	1
84	17	104	411	-10699	30699	1
63	17	104	-411	-10066	10066	1
87	16	105	412	-10417	50417	1
78	17	105	-412	-10639	50639	1
90	17	106	413	-10759	10759	1
93	16	106	-413	-11406	31406	1
93	17	107	414	-10992	30992	1
72	17	107	-414	-10569	10569	1
96	17	108	415	-10819	50819	1
87	17	108	-415	-10832	50832	1
63	18	109	416	-9650	9650	1
66	18	109	-416	-10509	30509	1
66	19	110	417	-10092	30092	1
81	18	110	-417	-10973	10973	1
69	18	111	418	-9908	49908	1
96	18	111	-418	-11237	51237	1
72	18	112	419	-10150	10150	1
75	18	112	-419	-10715	30715	1
75	19	113	520	-10195	30195	1
90	18	113	-520	-11279	11279	1
78	18	114	521	-10118	50118	1
69	19	114	-521	-10429	50429	1
81	19	115	522	-10451	10451	1
84	18	115	-522	-11221	31221	1
84	19	116	523	-10698	30698	1
63	19	116	-523	-10173	10173	1
87	18	117	524	-10308	50308	1
78	19	117	-524	-10642	50642	1
90	19	118	525	-10754	10754	1
93	18	118	-525	-11517	31517	1
93	19	119	526	-10991	30991	1
72	19	119	-526	-10676	10676	1
96	19	120	527	-10710	50710	1
87	19	120	-527	-10835	50835	1
63	20	121	528	-9645	9645	1
66	20	121	-528	-10620	30620	1
66	21	122	529	-10091	30091	1
81	20	122	-529	-10980	10980	1
69	20	123	530	-9899	49899	1
96	20	123	-530	-11240	51240	1
72	20	124	531	-10145	10145	1
75	20	124	-531	-10726	30726	1
75	21	125	532	-10194	30194	1
90	20	125	-532	-11286	11286	1
78	20	126	533	-10109	50109	1
69	21	126	-533	-10432	50432	1
81	21	127	534	-10446	10446	1
84	20	127	-534	-11232	31232	1
84	21	128	535	-10697	30697	1
63	21	128	-535	-10180	10180	1
87	20	129	536	-10299	50299	1
78	21	129	-536	-10645	50645	1
90	21	130	537	-10749	10749	1
93	20	130	-537	-11528	31528	1
93	21	131	538	-10990	30990	1
72	21	131	-538	-10683	10683	1
96	21	132	539	-10701	50701	1
87	21	132	-539	-10838	50838	1
66	22	133	10	-10081	30081	1
69	22	133	-10	-10442	50442	1
66	23	134	11	-10070	30070	1
72	22	134	-11	-10694	10694	1
66	24	135	12	-10058	30058	1
75	22	135	-12	-10206	30206	1
66	25	136	13	-10045	30045	1
78	22	136	-13	-10658	50658	1
66	26	137	14	-10031	30031	1
81	22	137	-14	-10460	10460	1
66	27	138	15	-10016	30016	1
69	23	138	-15	-10457	50457	1
66	28	139	16	-10000	30000	1
72	23	139	-16	-10710	10710	1
66	29	140	17	-9983	29983	1
75	23	140	-17	-10223	30223	1
66	30	141	18	-9965	29965	1
78	23	141	-18	-10676	50676	1
66	31	142	19	-9946	29946	1
81	23	142	-19	-10479	10479	1
66	32	143	20	-9926	29926	1
69	24	143	-20	-10477	50477	1
66	33	144	21	-9905	29905	1
72	24	144	-21	-10731	10731	1
66	34	145	22	-9883	29883	1
75	24	145	-22	-10245	30245	1
66	35	146	23	-9860	29860	1
78	24	146	-23	-10699	50699	1
66	36	147	24	-9836	29836	1
81	24	147	-24	-10503	10503	1
66	37	148	25	-9811	29811	1
69	25	148	-25	-10502	50502	1
66	38	149	26	-9785	29785	1
72	25	149	-26	-10757	10757	1
66	39	150	27	-9758	29758	1
75	25	150	-27	-10272	30272	1
66	40	151	28	-9730	29730	1
78	25	151	-28	-10727	50727	1
66	41	152	29	-9701	29701	1
81	25	152	-29	-10532	10532	1
66	42	153	130	-9571	29571	1
69	26	153	-130	-10632	50632	1
66	43	154	131	-9440	29440	1
72	26	154	-131	-10888	10888	1
66	44	155	132	-9308	29308	1
75	26	155	-132	-10404	30404	1
66	45	156	133	-9175	29175	1
78	26	156	-133	-10860	50860	1
66	46	157	134	-9041	29041	1
81	26	157	-134	-10666	10666	1
66	47	158	135	-8906	28906	1
69	27	158	-135	-10767	50767	1
66	48	159	136	-8770	28770	1
72	27	159	-136	-11024	11024	1
66	49	160	137	-8633	28633	1
75	27	160	-137	-10541	30541	1
66	50	161	138	-8495	28495	1
78	27	161	-138	-10998	50998	1
66	51	162	139	-8356	28356	1
81	27	162	-139	-10805	10805	1
66	52	163	140	-8216	28216	1
69	28	163	-140	-10907	50907	1
66	53	164	141	-8075	28075	1
72	28	164	-141	-11165	11165	1
66	54	165	142	-7933	27933	1
75	28	165	-142	-10683	30683	1
66	55	166	143	-7790	27790	1
78	28	166	-143	-11141	51141	1
66	56	167	144	-7646	27646	1
81	28	167	-144	-10949	10949	1
66	57	168	145	-7501	27501	1
69	29	168	-145	-11052	51052	1
66	58	169	146	-7355	27355	1
72	29	169	-146	-11311	11311	1
66	59	170	147	-7208	27208	1
75	29	170	-147	-10830	30830	1
66	60	171	148	-7060	27060	1
78	29	171	-148	-11289	51289	1
66	61	172	149	-6911	26911	1
81	29	172	-149	-11098	11098	1
66	62	173	250	-6661	26661	1
69	30	173	-250	-11302	51302	1
66	63	174	251	-6410	26410	1
72	30	174	-251	-11562	11562	1
66	64	175	252	-6158	26158	1
75	30	175	-252	-11082	31082	1
66	65	176	253	-5905	25905	1
78	30	176	-253	-11542	51542	1
66	66	177	254	-5651	25651	1
81	30	177	-254	-11352	11352	1
66	67	178	255	-5396	25396	1
69	31	178	-255	-11557	51557	1
66	68	179	256	-5140	25140	1
72	31	179	-256	-11818	11818	1
66	69	180	257	-4883	24883	1
75	31	180	-257	-11339	31339	1
66	70	181	258	-4625	24625	1
78	31	181	-258	-11800	51800	1
66	71	182	259	-4366	24366	1
81	31	182	-259	-11611	11611	1
66	72	183	260	-4106	24106	1
69	32	183	-260	-11817	51817	1
66	73	184	261	-3845	23845	1
72	32	184	-261	-12079	12079	1
66	74	185	262	-3583	23583	1
75	32	185	-262	-11601	31601	1
66	75	186	263	-3320	23320	1
78	32	186	-263	-12063	52063	1
66	76	187	264	-3056	23056	1
81	32	187	-264	-11875	11875	1
66	77	188	265	-2791	22791	1
69	33	188	-265	-12082	52082	1
66	78	189	266	-2525	22525	1
72	33	189	-266	-12345	12345	1
66	79	190	267	-2258	22258	1
75	33	190	-267	-11868	31868	1
66	80	191	268	-1990	21990	1
78	33	191	-268	-12331	52331	1
66	81	192	269	-1721	21721	1
81	33	192	-269	-12144	12144	1
66	82	193	370	-1351	21351	1
69	34	193	-370	-12452	52452	1
66	83	194	371	-980	20980	1
72	34	194	-371	-12716	12716	1
66	84	195	372	-608	20608	1
75	34	195	-372	-12240	32240	1
66	85	196	373	-235	20235	1
78	34	196	-373	-12704	52704	1
66	86	197	374	139	19861	1
81	34	197	-374	-12518	12518	1
66	87	198	375	514	19486	1
69	35	198	-375	-12827	52827	1
66	88	199	376	890	19110	1
72	35	199	-376	-13092	13092	1
66	89	200	377	1267	18733	1
75	35	200	-377	-12617	32617	1
66	90	201	378	1645	18355	1
78	35	201	-378	-13082	53082	1
66	91	202	379	2024	17976	1
81	35	202	-379	-12897	12897	1
66	92	203	380	2404	17596	1
69	36	203	-380	-13207	53207	1
66	93	204	381	2785	17215	1
72	36	204	-381	-13473	13473	1
66	94	205	382	3167	16833	1
75	36	205	-382	-12999	32999	1
66	95	206	383	3550	16450	1
78	36	206	-383	-13465	53465	1
66	96	207	384	3934	16066	1
81	36	207	-384	-13281	13281	1
66	97	208	385	4319	15681	1
69	37	208	-385	-13592	53592	1
66	98	209	386	4705	15295	1
72	37	209	-386	-13859	13859	1
66	99	210	387	5092	14908	1
75	37	210	-387	-13386	33386	1
66	100	211	388	5480	14520	1
78	37	211	-388	-13853	53853	1
66	101	212	389	5869	14131	1
81	37	212	-389	-13670	13670	1
66	102	213	490	6359	13641	1
69	38	213	-490	-14082	54082	1
66	103	214	491	6850	13150	1
72	38	214	-491	-14350	14350	1
66	104	215	492	7342	12658	1
75	38	215	-492	-13878	33878	1
66	105	216	493	7835	12165	1
78	38	216	-493	-14346	54346	1
66	106	217	494	8329	11671	1
81	38	217	-494	-14164	14164	1
66	107	218	495	8824	11176	1
69	39	218	-495	-14577	54577	1
66	108	219	496	9320	10680	1
72	39	219	-496	-14846	14846	1
66	109	220	497	9817	10183	1
75	39	220	-497	-14375	34375	1
66	110	221	498	10315	9685	1
78	39	221	-498	-14844	54844	1
66	111	222	499	10814	9186	1
81	39	222	-499	-14663	14663	1
66	112	223	410	11224	8776	1
69	40	223	-410	-14987	54987	1
66	113	224	411	11635	8365	1
72	40	224	-411	-15257	15257	1
66	114	225	412	12047	7953	1
75	40	225	-412	-14787	34787	1
66	115	226	413	12460	7540	1
78	40	226	-413	-15257	55257	1
66	116	227	414	12874	7126	1
81	40	227	-414	-15077	15077	1
66	117	228	415	13289	6711	1
69	41	228	-415	-15402	55402	1
66	118	229	416	13705	6295	1
72	41	229	-416	-15673	15673	1
66	119	230	417	14122	5878	1
75	41	230	-417	-15204	35204	1
66	120	231	418	14540	5460	1
78	41	231	-418	-15675	55675	1
66	121	232	419	14959	5041	1
81	41	232	-419	-15496	15496	1
66	122	233	520	15479	4521	1
69	42	233	-520	-15922	55922	1
66	123	234	521	16000	4000	1
72	42	234	-521	-16194	16194	1
66	124	235	522	16522	3478	1
75	42	235	-522	-15726	35726	1
66	125	236	523	17045	2955	1
78	42	236	-523	-16198	56198	1
66	126	237	524	17569	2431	1
81	42	237	-524	-16020	16020	1
66	127	238	525	18094	1906	1
69	43	238	-525	-16447	56447	1
66	128	239	526	18620	1380	1
72	43	239	-526	-16720	16720	1
66	129	240	527	19147	853	1
75	43	240	-527	-16253	36253	1
66	130	241	528	19675	325	1
78	43	241	-528	-16726	56726	1
63	22	242	150	-10030	10030	1
1	13	242	-150	126496	\N	1
66	131	243	150	19825	175	1
1	14	243	-150	126346	\N	1
69	44	244	150	-16297	56297	1
1	15	244	-150	126196	\N	1
72	44	245	150	-16570	16570	1
1	16	245	-150	126046	\N	1
75	44	246	150	-16103	36103	1
1	17	246	-150	125896	\N	1
\.


--
-- Data for Name: principal; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.principal (book, id, subject, created_at) FROM stdin;
1	62	01a20e8b-da45-7000-8000-00000000003d	2026-11-24 17:12:56.133837+00
1	65	01a20e8b-da79-7000-8000-000000000040	2026-11-24 17:12:56.18586+00
1	68	01a20e8b-da8f-7000-8000-000000000043	2026-11-24 17:12:56.207215+00
1	71	01a20e8b-daa4-7000-8000-000000000046	2026-11-24 17:12:56.228219+00
1	74	01a20e8b-dab7-7000-8000-000000000049	2026-11-24 17:12:56.247549+00
1	77	01a20e8b-dac8-7000-8000-00000000004c	2026-11-24 17:12:56.26402+00
1	80	01a20e8b-dada-7000-8000-00000000004f	2026-11-24 17:12:56.282169+00
1	83	01a20e8b-daea-7000-8000-000000000052	2026-11-24 17:12:56.298791+00
1	86	01a20e8b-dafa-7000-8000-000000000055	2026-11-24 17:12:56.314924+00
1	89	01a20e8b-db0b-7000-8000-000000000058	2026-11-24 17:12:56.331364+00
1	92	01a20e8b-db1b-7000-8000-00000000005b	2026-11-24 17:12:56.347281+00
1	95	01a20e8b-db2a-7000-8000-00000000005e	2026-11-24 17:12:56.362997+00
\.


--
-- Data for Name: principal_customer; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.principal_customer (book, principal, customer) FROM stdin;
1	62	61
1	65	64
1	68	67
1	71	70
1	74	73
1	77	76
1	80	79
1	83	82
1	86	85
1	89	88
1	92	91
1	95	94
\.


--
-- Name: data_key_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.data_key_number', 13, true);


--
-- Name: ledger_head_book_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.ledger_head_book_seq', 1, false);


--
-- Name: outbox_head_book_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.outbox_head_book_seq', 1, false);


--
-- Name: row_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.row_number', 96, true);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: account_holder pk_account_holder; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_holder
    ADD CONSTRAINT pk_account_holder PRIMARY KEY (book, account, customer);


--
-- Name: audit_event pk_audit_event; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT pk_audit_event PRIMARY KEY (book, id);


--
-- Name: branch pk_branch; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.branch
    ADD CONSTRAINT pk_branch PRIMARY KEY (book, code);


--
-- Name: customer pk_customer; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT pk_customer PRIMARY KEY (book, id);


--
-- Name: customer_account pk_customer_account; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer_account
    ADD CONSTRAINT pk_customer_account PRIMARY KEY (book, id);


--
-- Name: data_key pk_data_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.data_key
    ADD CONSTRAINT pk_data_key PRIMARY KEY (book, id);


--
-- Name: idempotency_record pk_idempotency_record; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotency_record
    ADD CONSTRAINT pk_idempotency_record PRIMARY KEY (book, key);


--
-- Name: journal_entry pk_journal_entry; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT pk_journal_entry PRIMARY KEY (book, id);


--
-- Name: ledger_account pk_ledger_account; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT pk_ledger_account PRIMARY KEY (book, id);


--
-- Name: ledger_head pk_ledger_head; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledger_head
    ADD CONSTRAINT pk_ledger_head PRIMARY KEY (book);


--
-- Name: outbox_event pk_outbox_event; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox_event
    ADD CONSTRAINT pk_outbox_event PRIMARY KEY (book, "position");


--
-- Name: outbox_head pk_outbox_head; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox_head
    ADD CONSTRAINT pk_outbox_head PRIMARY KEY (book);


--
-- Name: posting pk_posting; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posting
    ADD CONSTRAINT pk_posting PRIMARY KEY (book, account, sequence);


--
-- Name: principal pk_principal; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.principal
    ADD CONSTRAINT pk_principal PRIMARY KEY (book, id);


--
-- Name: principal_customer pk_principal_customer; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.principal_customer
    ADD CONSTRAINT pk_principal_customer PRIMARY KEY (book, principal, customer);


--
-- Name: customer_account uq_customer_account_book_external_reference; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer_account
    ADD CONSTRAINT uq_customer_account_book_external_reference UNIQUE (book, external_reference);


--
-- Name: customer_account uq_customer_account_book_index_number; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer_account
    ADD CONSTRAINT uq_customer_account_book_index_number UNIQUE (book, index_number);


--
-- Name: data_key uq_data_key_book_purpose_owner; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.data_key
    ADD CONSTRAINT uq_data_key_book_purpose_owner UNIQUE (book, purpose, owner);


--
-- Name: journal_entry uq_journal_entry_book_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT uq_journal_entry_book_key UNIQUE (book, key);


--
-- Name: ledger_account uq_ledger_account_book_position_currency; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT uq_ledger_account_book_position_currency UNIQUE (book, "position", currency);


--
-- Name: principal uq_principal_book_subject; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.principal
    ADD CONSTRAINT uq_principal_book_subject UNIQUE (book, subject);


--
-- Name: ix_account_holder_book_customer_account; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_account_holder_book_customer_account ON public.account_holder USING btree (book, customer, account);


--
-- Name: ix_customer_book_index_email; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_customer_book_index_email ON public.customer USING btree (book, index_email);


--
-- Name: ix_customer_book_index_full_name; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_customer_book_index_full_name ON public.customer USING btree (book, index_full_name);


--
-- Name: ix_customer_book_index_phone; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_customer_book_index_phone ON public.customer USING btree (book, index_phone);


--
-- Name: ix_idempotency_record_book_created_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_idempotency_record_book_created_at ON public.idempotency_record USING btree (book, created_at);


--
-- Name: ix_principal_customer_book_customer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_principal_customer_book_customer ON public.principal_customer USING btree (book, customer);


--
-- Name: account_holder fk_account_holder_book_account; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_holder
    ADD CONSTRAINT fk_account_holder_book_account FOREIGN KEY (book, account) REFERENCES public.customer_account(book, id);


--
-- Name: account_holder fk_account_holder_book_customer; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_holder
    ADD CONSTRAINT fk_account_holder_book_customer FOREIGN KEY (book, customer) REFERENCES public.customer(book, id);


--
-- Name: customer_account fk_customer_account_book_customer; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer_account
    ADD CONSTRAINT fk_customer_account_book_customer FOREIGN KEY (book, customer) REFERENCES public.customer(book, id);


--
-- Name: customer_account fk_customer_account_book_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer_account
    ADD CONSTRAINT fk_customer_account_book_id FOREIGN KEY (book, id) REFERENCES public.ledger_account(book, id);


--
-- Name: customer fk_customer_book_branch; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT fk_customer_book_branch FOREIGN KEY (book, branch) REFERENCES public.branch(book, code);


--
-- Name: principal_customer fk_principal_customer_book_customer; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.principal_customer
    ADD CONSTRAINT fk_principal_customer_book_customer FOREIGN KEY (book, customer) REFERENCES public.customer(book, id);


--
-- Name: principal_customer fk_principal_customer_book_principal; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.principal_customer
    ADD CONSTRAINT fk_principal_customer_book_principal FOREIGN KEY (book, principal) REFERENCES public.principal(book, id);


--
-- PostgreSQL database dump complete
--


