import { tsImport } from 'tsx/esm/api';

/** The pages of views as strings, each in a file of its own, in place of the module that bundles them. */
export const viewPages = {
  name: 'view-pages',
  setup({ onResolve, onLoad }) {
    let imported;
    // Each import would be a module of its own, which builds all pages again.
    const pages = () => {
      imported ??= tsImport('../src/views/pages.ts', import.meta.url);
      return imported;
    };
    onLoad({ filter: /[/\\]src[/\\]views[/\\]pages\.ts$/ }, async () => {
      const { VIEW_NAMES } = await pages();
      const loaders = VIEW_NAMES.map((name) => `${JSON.stringify(name)}: () => import('view-page:${name}')`);
      return {
        contents: `
          const pages = { ${loaders.join(', ')} };
          export const viewHtml = async (name) =>
            Object.hasOwn(pages, name) ? (await pages[name]()).default : undefined;
        `,
      };
    });
    onResolve({ filter: /^view-page:/ }, ({ path }) => ({ path: path.slice(10), namespace: 'view-page' }));
    onLoad({ filter: /.*/, namespace: 'view-page' }, async ({ path }) => ({
      contents: await (await pages()).viewHtml(path),
      loader: 'text',
    }));
  },
};
