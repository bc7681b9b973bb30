/** Receives the end of a sentence that begins with the setting's name, without the value. */
export type Refuse = (says: string) => undefined;
