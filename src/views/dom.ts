/** The content of an element; text becomes a text node, never markup. */
export type Child = Node | string | undefined;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Sets the attributes and content of an element. */
export function fill<E extends Element>(made: E, attributes: Attributes, children: readonly Child[] = []): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, `${value}`);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** An HTML element. */
export const html = <T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[T] => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const svg = <T extends keyof SVGElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[T] =>
  fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

/** Untrusted text: its direction marks cannot affect the text around it. */
export const foreign = (text: string): HTMLElement => html('bdi', {}, text);
