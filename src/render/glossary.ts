import { FIELDS, fieldNamed } from '../metrics/vocabulary.ts';
import { compose, listOf } from './markdown.ts';

/** The meanings of the terms in results that do not explain themselves. */
export function glossaryText(): string {
  const entries = Object.keys(FIELDS).flatMap((name) => {
    const field = fieldNamed(name);
    if (field?.meaning === undefined) return [];
    const label = field.label === undefined ? '' : ` (${field.label})`;
    return [`${name}${label}: ${field.meaning}`];
  });
  return compose(
    [
      'Glossary of the fields in results',
      listOf('Fields', entries),
      listOf('Verdicts', [
        'same: the figures are about the days requested.',
        'partial: they begin as requested and end early, because the period is open or its last days are not in yet.',
        'narrower: they cover a part of the days requested.',
        'wider: they cover the days requested and others, and cannot be split.',
        'elsewhere: they are about other days.',
        'unknown: the response does not say which days it covers.',
        'missing: the part could not be fetched.',
      ]),
    ],
    [
      'Figures that are not "same" or "partial" are shown under their own dates and are not used in any share, change or ranking.',
    ],
  );
}
