/** Takes the rest of a sentence that begins with the setting's name; the written value must not be in it. */
export type Refuse = (says: string) => undefined;
