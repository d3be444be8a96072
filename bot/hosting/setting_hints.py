"""Says what to put in each setting of the environment and of `.env`."""

HINTS = {
    "DISCORD_TOKEN": "copy the token again from the Bot page of your application in the Developer "
    "Portal",
    "BOT_DEV_GUILD": "use a server's ID, digits only",
    "BOT_LOG_LEVEL": "use DEBUG, INFO, WARNING or ERROR",
    "BOT_LOG_FORMAT": "use text or json",
    "BOT_LOG_FILE": "use the path of a file that isn't the database, or off",
    "BOT_MESSAGE_CONTENT": "use true or false",
    "BOT_PICTURES": "use on or off",
    "BOT_POSTS_PER_SECOND": "use a number from 1 to 45",
    "BOT_TRIVIA_GRACE": "use a number of seconds from 0 to 5",
    "BOT_SEEDS": "use the path of a pack's folder, or several with commas between them",
    "BOT_DATABASE": "use the path of a file, or an address such as "
    "postgresql://user:password@host/name",
    "BOT_PARTS": "use a number of processes from 1 to 1000",
    "BOT_SHARDS": "use a number of shards from 1 to 16000, or leave it out",
    "BOT_FEEDS": "use off, pack or any",
    "BOT_BACKUPS": "use a number of days from 0 to 365",
    "BOT_HTTP": "use an address of this computer and a port, such as 127.0.0.1:8080",
    "BOT_CONTACT": "use a web or mail address of at most 100 characters",
    "BOT_SENTRY_DSN": "copy the DSN again from Sentry, such as https://key@sentry.example/1",
    "BOT_OWNER_MESSAGES": "use on or off",
}
"""The remedies by the names of settings; each is said behind what is wrong."""
