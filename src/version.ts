import manifest from '../package.json' with { type: 'json' };

/** The package's version, from its manifest. */
export const VERSION = manifest.version;
