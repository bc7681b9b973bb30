import { defineExportResource } from '../mcp/define-export-resource.ts';

export const exportsResource = defineExportResource({
  title: 'Exported tables',
  description: 'Files that export_table has made, for an hour.',
});
