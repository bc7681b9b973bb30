import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

// The build replaces this module: there every page is a string in a file of its own, loaded when it is asked for.

/** Every view, by the file that declares it. */
export const VIEW_NAMES = [
  'month',
  'period',
  'health',
  'accounts',
  'videos',
  'posting',
  'attribution',
] as const;

export type ViewName = (typeof VIEW_NAMES)[number];

/** A view as one HTML document that loads nothing else. */
interface Page {
  /** Changes with the content: hosts keep what they have read. */
  readonly uri: string;
  readonly html: string;
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

let building: Promise<ReadonlyMap<string, Page>> | undefined;

async function buildPages(): Promise<ReadonlyMap<string, Page>> {
  const [{ build }, { minify }] = await Promise.all([import('esbuild'), import('terser')]);
  const { outputFiles } = await build({
    // Each part brings the rules of its own looks.
    entryPoints: VIEW_NAMES.map((name) => here(`${name}.ts`)),
    outdir: '/',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
  });
  const textOf = (file: string): string =>
    outputFiles.find(({ path }) => path.replaceAll('\\', '/').endsWith(`/${file}`))?.text.trim() ?? '';
  const pages = VIEW_NAMES.map(async (name) => {
    // What esbuild writes gets another 3 % smaller, which is what the longest texts take.
    const { code = '' } = await minify(textOf(`${name}.js`), {
      module: true,
      compress: {
        passes: 3,
        pure_getters: true,
        hoist_funs: true,
        unsafe_arrows: true,
        unsafe_methods: true,
      },
    });
    // As text of a page, neither may end the script.
    const script = code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title><style>${textOf(`${name}.css`)}</style></head><body><main></main><script type="module">${script}</script></body></html>`;
    const hash = createHash('sha256').update(html).digest('hex').slice(0, 12);
    return [name, { html, uri: `ui://tiktok-creator-mcp/${name}-${hash}.html` }] as const;
  });
  return new Map(await Promise.all(pages));
}

/** The page itself; undefined when there is no view of that name. */
export async function viewHtml(name: string): Promise<string | undefined> {
  building ??= buildPages();
  return (await building).get(name)?.html;
}

/** The URI of a view's page. */
export async function viewUri(name: ViewName): Promise<string> {
  building ??= buildPages();
  return (await building).get(name)?.uri ?? '';
}
