/** The icons that a host shows beside a name. */
interface Icon {
  src: string;
  mimeType: string;
  sizes: string[];
}

/**
 * PNG, because every host that shows icons can read it; inline, because hosts do not fetch icons for a local server.
 */
const pngOf = (pixels: number, base64: string): Icon => ({
  src: `data:image/png;base64,${base64}`,
  mimeType: 'image/png',
  sizes: [`${pixels}x${pixels}`],
});

/** docs/icon.png in 64 pixels. */
export const SERVER_ICON = pngOf(
  64,
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABABAMAAABYR2ztAAAAFVBMVEUYGiZ6hKhWxL7wXHoYGiYYGiYYGibBAb0XAAAAB3RSTlP/////AFWqxjgpPgAAAHxJREFUeNrt1rENgDAMRNFrkp4VWIEVHOoUEXUK2H8FTOrgK4wESPmtn1JyQETSVtEpHkWP0Hv33EhpIOO2cIEEo6IgWyAIzAf0Caw22JFtEDioNogc/LdFG+BlMGsDuMCkDfAE+Hb+b7V/L+gk0VGjs8iHlU4zH3f79+AEd809w6t7+k8AAAAASUVORK5CYII=',
);

/** The same in 32 pixels: every tool repeats it. */
export const TOOL_ICON = pngOf(
  32,
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgBAMAAACBVGfHAAAAFVBMVEUYGiZ6hKhWxL7wXHoYGiYYGiYYGibBAb0XAAAAB3RSTlP/////AFWqxjgpPgAAAEZJREFUeNpjcHFNYIADthAXBmQ+SITBjQEFpDAEoAqwMiSgCrAxUASYjQ1oLaCkRGUBRkEB6guQCjCiASOiMKISI7LRkwMA1a0RiS4ap9gAAAAASUVORK5CYII=',
);
