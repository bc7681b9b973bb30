import type { Dispatcher } from 'undici';

/** What is told of one request. */
interface Observer {
  /** A connection takes the request: from here on it may arrive. */
  start?(): void;
  /** It has its whole response, or failed. */
  end?(): void;
}

/** A handler of undici's that also tells how far its request is. */
export const observedHandler = (
  handler: Dispatcher.DispatchHandler,
  observer: Observer,
): Dispatcher.DispatchHandler => ({
  onRequestStart(...start) {
    observer.start?.();
    handler.onRequestStart?.(...start);
  },
  onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
  onResponseStart: (...start) => handler.onResponseStart?.(...start),
  onResponseData: (...data) => handler.onResponseData?.(...data),
  onResponseEnd(...end) {
    observer.end?.();
    handler.onResponseEnd?.(...end);
  },
  onResponseError(...error) {
    observer.end?.();
    handler.onResponseError?.(...error);
  },
});
