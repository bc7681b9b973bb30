/** Takes the rest of a sentence that begins with the setting's name; it must not contain the value. */
export type Refuse = (says: string) => undefined;
