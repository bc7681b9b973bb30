import { withoutBackticks } from '../../src/config/help-text.ts';
import type { Setting } from '../../src/config/setting.ts';
import { SETTINGS } from '../../src/config/settings.ts';

/** A setting that people fill in where they install the server. */
export type AskedSetting = Setting<unknown> & { readonly title: string };

const isAsked = (setting: Setting<unknown>): setting is AskedSetting => setting.title !== undefined;

const settings: readonly Setting<unknown>[] = Object.values(SETTINGS);

/** None is required: without them the server starts, lists its tools, and a call says what is missing. */
export const askedSettings: readonly AskedSetting[] = settings
  .filter(isAsked)
  .map((setting) => ({ ...setting, help: withoutBackticks(setting.help) }));
