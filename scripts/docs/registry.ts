import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { askedSettings } from './asked-settings.ts';
import type { Document } from './document.ts';

const packageManifest = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  mcpName: z.string(),
  homepage: z.string(),
  repository: z.object({ url: z.string() }),
});

/** What the registry calls each kind of setting. */
const FORMATS = { text: 'string', secret: 'string', file: 'filepath', switch: 'boolean' } as const;

/** The entry in the MCP registry. */
export const registryEntry: Document = {
  file: 'server.json',
  async text() {
    const { name, version, description, mcpName, homepage, repository } = packageManifest.parse(
      JSON.parse(await readFile('package.json', 'utf8')),
    );
    const entry = {
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name: mcpName,
      title: 'TikTok Shop creator',
      description,
      version,
      websiteUrl: homepage,
      repository: { url: repository.url.replace(/^git\+|\.git$/g, ''), source: 'github' },
      packages: [
        {
          registryType: 'npm',
          registryBaseUrl: 'https://registry.npmjs.org',
          identifier: name,
          version,
          runtimeHint: 'npx',
          transport: { type: 'stdio' },
          environmentVariables: askedSettings.map((setting) => ({
            name: setting.env,
            description: setting.help,
            isRequired: false,
            isSecret: setting.kind === 'secret',
            format: FORMATS[setting.kind],
            ...(setting.kind === 'switch'
              ? { default: 'false' }
              : setting.default === undefined
                ? {}
                : { default: setting.default }),
          })),
        },
      ],
    };
    return `${JSON.stringify(entry, null, 2)}\n`;
  },
};
