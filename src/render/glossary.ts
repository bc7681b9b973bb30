import { FIELDS, fieldNamed } from '../metrics/vocabulary.ts';
import { compose, listOf } from './markdown.ts';

/** What the words of results mean, where the words alone do not say it. */
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
        'same: the figures are about the days that were asked for.',
        'partial: they begin as asked and end early, because the period is open or its last days are not in yet.',
        'narrower: they cover a part of the asked days.',
        'wider: they cover the asked days and others, and cannot be taken apart.',
        'elsewhere: they are about other days.',
        'unknown: the response does not say which days it covers.',
        'missing: the part could not be fetched.',
      ]),
    ],
    [
      'Figures that are not "same" or "partial" stand under their own dates and take part in no share, change or ranking.',
    ],
  );
}
