/** Counts what the server does, for `/metrics`. */
export interface HttpMonitor {
  /** Told the status of each response. */
  responded(status: number): void;
  /** Whether one who is not known may read it. */
  isOpen(): boolean;
  /** @param running requests that are being served */
  text(running: number): string;
}
