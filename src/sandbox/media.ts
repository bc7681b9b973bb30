import type { Creator } from './creators.ts';
import { hex } from './random.ts';
import type { Video } from './videos.ts';

// The reserved top-level domain keeps a client that follows these links from reaching anyone.
const MEDIA_HOST = 'https://media.sandbox.invalid';
const LINK_LIFETIME_SECONDS = 86_400;

function signedUrl(path: string, now: Date): { url: string; expires: number } {
  const expires = Math.floor(now.getTime() / 1000) + LINK_LIFETIME_SECONDS;
  return { url: `${MEDIA_HOST}/${path}?x-expires=${expires}&x-signature=${hex(24, path, expires)}`, expires };
}

/** A signed image link, dead after a day. */
export function imageUrl(path: string, now: Date): string {
  return signedUrl(`image/${path}.webp`, now).url;
}

/** What a player needs: cover and streams, all links signed. */
export function playInfo(creator: Creator, video: Pick<Video, 'id' | 'duration'>, now: Date): object {
  const main = signedUrl(`video/${video.id}/main.mp4`, now);
  const stream = {
    main_url: main.url,
    backup_url: signedUrl(`video/${video.id}/backup.mp4`, now).url,
    url_expire: main.expires,
    width: 720,
    height: 1280,
    file_hash: hex(32, video.id),
    size: video.duration * 180_000,
    bitrate: 1_440_000,
    video_quality: 'normal_720',
  };
  return {
    id: `v10${hex(28, 'play', video.id)}`,
    duration: video.duration + 0.367,
    post_url: imageUrl(`cover/${video.id}`, now),
    media_type: 4,
    video_infos: creator.habits.videoInfosAsObject ? stream : [stream],
  };
}
