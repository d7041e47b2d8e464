import { M4shError } from './errors.mjs';

/** @import { MediaKind, Recommendation } from './types.mjs' */

/** What a sender sends at most: from what the server recommends. */
const pictures = {
  '720p': { height: 720, maxBitrate: 1_500_000 },
  '480p': { height: 480, maxBitrate: 700_000 },
  '240p': { height: 240, maxBitrate: 200_000 },
};

/** The tracks that are sent, over whichever peer connection there is. */
export class LocalMedia {
  #onError;
  /** @type {Map<MediaStreamTrack, { kind: MediaKind, streams: MediaStream[] }>} */
  #tracks = new Map();
  /** @type {Set<MediaKind>} */
  #muted = new Set();
  /** @type {RTCPeerConnection | undefined} */
  #connection;
  /** @type {MediaKind[]} */
  #permissions = [];

  /** @param {MediaStream | undefined} stream @param {(error: Error) => void} onError */
  constructor(stream, onError) {
    this.#onError = onError;
    stream?.getTracks().forEach(track => this.#tracks.set(track, { kind: /** @type {MediaKind} */ (track.kind), streams: [stream] }));
  }

  /** @param {RTCPeerConnection} connection @param {MediaKind[]} permissions */
  attach(connection, permissions) {
    this.#connection = connection;
    this.#permissions = permissions;
    this.#tracks.forEach((_, track) => this.#send(track));
  }

  detach() {
    this.#connection = undefined;
  }

  /** @param {MediaStreamTrack} track @param {{ stream?: MediaStream, kind?: MediaKind }} as */
  add(track, { stream, kind }) {
    this.#tracks.set(track, { kind: kind ?? /** @type {MediaKind} */ (track.kind), streams: stream ? [stream] : [] });
    this.#send(track);
  }

  /** @param {MediaStreamTrack} track */
  remove(track) {
    this.#tracks.delete(track);
    const sender = this.#senderOf(track);
    if (sender) {
      this.#connection?.removeTrack(sender);
    }
  }

  /** @param {MediaStreamTrack} track @param {MediaStreamTrack} by */
  async replace(track, by) {
    const sent = this.#tracks.get(track);
    if (!sent) {
      throw new TypeError('This track is not sent.');
    }

    this.#tracks.delete(track);
    this.#tracks.set(by, sent);
    by.enabled = !this.#muted.has(sent.kind);
    await this.#senderOf(track)?.replaceTrack(by);
  }

  /** @param {MediaKind} kind */
  isMuted(kind) {
    return this.#muted.has(kind);
  }

  /** @param {MediaKind} kind @param {boolean} isMuted */
  setMuted(kind, isMuted) {
    isMuted ? this.#muted.add(kind) : this.#muted.delete(kind);
    for (const [track, sent] of this.#tracks) {
      if (sent.kind === kind) {
        track.enabled = !isMuted;
      }
    }
  }

  /** @param {Recommendation['recommendation']} recommendation */
  adapt(recommendation) {
    const { height, maxBitrate } = pictures[recommendation];
    for (const [track, { kind }] of this.#tracks) {
      const sender = kind === 'video' ? this.#senderOf(track) : undefined;
      const parameters = sender?.getParameters();
      for (const encoding of parameters?.encodings ?? []) {
        encoding.maxBitrate = maxBitrate;
        encoding.scaleResolutionDownBy = Math.max(1, (track.getSettings().height ?? height) / height);
      }

      sender?.setParameters(/** @type {RTCRtpSendParameters} */ (parameters)).catch(this.#onError);
    }
  }

  /** @param {MediaStreamTrack} track */
  #senderOf(track) {
    return this.#connection?.getSenders().find(sender => sender.track === track);
  }

  /** @param {MediaStreamTrack} track */
  #send(track) {
    const { kind, streams } = /** @type {{ kind: MediaKind, streams: MediaStream[] }} */ (this.#tracks.get(track));
    track.enabled = !this.#muted.has(kind);
    if (this.#connection && this.#permissions.includes(kind)) {
      this.#connection.addTrack(track, ...streams);
    } else if (this.#connection) {
      this.#onError(new M4shError('permission_denied', `The token does not permit to send ${kind}.`));
    }
  }
}
