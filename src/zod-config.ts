import { config } from 'zod/v4/core';

// zod compiles a check when it is first used: for the few messages of a start that takes longer than it saves, and a
// request is no slower without it. A schema takes this setting when it is made, so this is imported before any is.
config({ jitless: true });
