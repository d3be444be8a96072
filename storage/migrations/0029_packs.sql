-- The packs of the bot. The one there was keeps the owner 0 of its entries, so they keep their
-- numbers; each further one has a number below 0. `load_order` is 0 for the default pack, and NULL for
-- one that the bot has no longer.
CREATE TABLE pack_by_slug (
    slug TEXT NOT NULL PRIMARY KEY,
    owner BIGINT NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    manifest TEXT NOT NULL,
    loaded_at BIGINT NOT NULL,
    load_order BIGINT
);
INSERT INTO pack_by_slug
    SELECT json_extract(manifest, '$.slug'), 0, digest, manifest, loaded_at, 0 FROM pack;
DROP TABLE pack;
ALTER TABLE pack_by_slug RENAME TO pack;

-- The packs that guilds chose; the others have the default pack.
CREATE TABLE guild_pack (
    guild_id BIGINT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL
);
