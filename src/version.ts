import manifest from '../package.json' with { type: 'json' };

/** The package's version, from its manifest. */
export const VERSION = manifest.version;

/** The oldest Node.js that it runs on, from its manifest. */
export const NODE_NEEDED = manifest.engines.node.replace('>=', '');
