-- The interactions of the last hours, so that one that the platform delivers again is not handled twice.
CREATE TABLE handled_interaction (
    id INTEGER PRIMARY KEY
);
