import { defineServerResource } from '../mcp/define-resource.ts';

export const glossaryResource = defineServerResource({
  uri: 'tiktok-creator://glossary',
  name: 'glossary',
  title: 'Glossary',
  description:
    'What the fields and verdicts of results mean, if their names do not explain themselves. Makes no upstream call.',
  text: ({ glossary }) => glossary(),
});
