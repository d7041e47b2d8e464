// M4sh's SDK for browsers. These files are served as one module, /sdk/m4sh.js (SdkModule.cs); its types, for whoever reads or checks it.

/** @import { M4shError } from './errors.mjs' */

/**
 * @typedef {'audio' | 'video' | 'screen_share'} MediaKind
 * @typedef {{ user_id: string, display_name?: string | null, role: 'host' | 'guest', polite: boolean, audio_muted: boolean, video_muted: boolean,
 *   left_at?: string | null }} Participant
 * @typedef {{ id: string, status: 'waiting' | 'connecting' | 'connected' | 'ended', end_reason?: string | null, participants: Participant[] }} Session
 *
 * @typedef {object} JoinResponse The answer of `POST …/sessions/{id}/join/`; the token is a secret.
 * @property {Session} session
 * @property {string} token
 * @property {string} token_expires_at
 * @property {string} websocket_url
 *
 * @typedef {object} JoinOptions
 * @property {JoinResponse} [joinResponse] What your server got by joining for its user; or else `sessionId` and `accessToken`.
 * @property {string} [sessionId]
 * @property {string | (() => string | Promise<string>)} [accessToken] The platform's token of the user, or what fetches a fresh one.
 * @property {string} [apiUrl] Default: where this module comes from.
 * @property {string} [displayName]
 * @property {MediaStream} [stream] What to send; more with {@link Call.addTrack}.
 * @property {RTCConfiguration} [rtcConfiguration] Beside the ICE servers, which the API gives.
 * @property {(connection: RTCPeerConnection) => void} [prepare] Gets each new peer connection before it negotiates: for data channels, codecs …
 * @property {boolean} [adaptQuality] Send the picture that the server recommends. Default false: the event only.
 * @property {number} [qualityInterval] Milliseconds from one QoS sample to the next; 0 for none. Default 5000.
 * @property {boolean} [detectNat] Find out the kind of NAT, once, with throwaway connections to the STUN servers. Default true.
 * @property {number} [reconnectFor] Milliseconds for which a lost signaling connection is tried again. Default 120000.
 *
 * @typedef {{ rtt_ms: number, packet_loss_pct: number, jitter_ms: number, id?: string, recorded_at?: string, kind?: 'audio' | 'video',
 *   direction?: 'inbound' | 'outbound', bitrate_kbps?: number, frames_per_second?: number, freeze_count?: number, audio_level?: number,
 *   frame_width?: number, frame_height?: number, candidate_type?: string }} QosSample
 * @typedef {{ quality: 'excellent' | 'good' | 'poor', recommendation: '720p' | '480p' | '240p', mos: number, reasons: string[] }} Recommendation
 * @typedef {{ signaling: 'connecting' | 'connected' | 'reconnecting' | 'closed', connection: RTCPeerConnectionState, session: Session['status'] }} CallState
 *
 * @typedef {{ reason: 'timeout' | 'no_candidates' | 'no_relay' | 'turn_unauthorized' | 'turn_unreachable', code?: number, server?: string }} IceFailure
 *
 * @typedef {object} CallEvents The members of each event.
 * @property {CallState} state Something of {@link Call.state} changed.
 * @property {{ track: MediaStreamTrack, streams: readonly MediaStream[], receiver: RTCRtpReceiver, transceiver: RTCRtpTransceiver }} track
 * @property {{ userId: string, restarted: boolean }} peerjoined Restarted: a new page of the same user, and a new peer connection.
 * @property {{ userId: string, reason: string | null }} peerleft The other hung up.
 * @property {{ userId: string }} peerdisconnected Its signaling is gone for now; media may go on.
 * @property {{ userId: string }} peerreconnected
 * @property {{ userId: string, kind: MediaKind }} mute The other muted.
 * @property {{ userId: string, kind: MediaKind }} unmute
 * @property {Recommendation} quality What to send from here on.
 * @property {IceFailure} icefailure No path to the other has been found yet, and why. The call tries on until it is closed with `ice_failed`.
 * @property {{ sample: QosSample }} sample What was measured and sent.
 * @property {{ error: Error }} error Something failed and the call goes on; `preventDefault()` keeps it off the console.
 * @property {{ reason: string, endReason: string | null, error?: M4shError }} closed The end: `left`, `closed`, or the server's reason or code; and the
 *   session's, where it has ended.
 */

export {};
