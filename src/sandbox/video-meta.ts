import type { AccountView } from './account-view.ts';
import { playInfo } from './media.ts';
import type { Video } from './videos.ts';

/** What is known of any creator's video. */
export type Clip = Pick<Video, 'id' | 'title' | 'publishedAt' | 'duration'>;

/** A video as lists of videos describe it. */
export function videoMeta({ creator, now }: AccountView, video: Clip): object {
  return {
    item_id: video.id,
    name: video.title,
    publish_time: video.publishedAt,
    duration: video.duration,
    video_play_info: playInfo(creator, video, now),
  };
}
