/** Counts what the server does, for `/metrics`. */
export interface HttpMonitor {
  /** Receives the status of each response. */
  responded(status: number): void;
  /** Whether the metrics can be read without a token. */
  isOpen(): boolean;
  /** @param running the number of requests that are being served */
  text(running: number): string;
}
