-- The packs that guilds had before, and until when (epoch seconds): buttons of cards that were posted
-- before are about the entries of these.
CREATE TABLE former_pack (
    guild_id BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    slug TEXT NOT NULL,
    PRIMARY KEY (guild_id, until_at)
);
