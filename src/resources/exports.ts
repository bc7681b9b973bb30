import { defineExportResource } from '../mcp/define-export-resource.ts';

export const exportsResource = defineExportResource({
  title: 'Exported tables',
  description: 'Tables exported as files, for an hour.',
});
