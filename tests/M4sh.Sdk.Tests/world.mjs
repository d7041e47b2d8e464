// A world for the SDK in which nothing happens by itself: a clock that is moved, sockets that a test plays the server of, peer connections without a network.

import { webcrypto } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

globalThis.crypto ??= webcrypto;

export class Clock {
  #now = Date.parse('2026-01-01T00:00:00Z');
  #timers = new Map();
  #count = 0;

  install() {
    globalThis.Date.now = () => this.#now;
    globalThis.setTimeout = (act, delay = 0) => this.#add(act, delay);
    globalThis.setInterval = (act, delay) => this.#add(act, delay, delay);
    globalThis.clearTimeout = globalThis.clearInterval = id => this.#timers.delete(id);
    return this;
  }

  /** Runs what is due, in order, and lets everything that follows from it happen. */
  async advance(milliseconds) {
    const goal = this.#now + milliseconds;
    await settle();
    for (let next; (next = this.#next(goal)) !== undefined;) {
      this.#now = Math.max(this.#now, next.at);
      if (next.every === undefined) {
        this.#timers.delete(next.id);
      } else {
        next.at += next.every;
      }

      next.act();
      await settle();
    }

    this.#now = goal;
  }

  #add(act, delay, every) {
    const id = ++this.#count;
    this.#timers.set(id, { id, act, at: this.#now + delay, every });
    return id;
  }

  #next(goal) {
    return [...this.#timers.values()].filter(timer => timer.at <= goal).sort((a, b) => a.at - b.at || a.id - b.id)[0];
  }
}

/** Everything that is ready to run has run. */
export async function settle() {
  for (let turn = 0; turn < 5; turn++) {
    await setImmediate();
  }
}

export class FakeSocket {
  static all = [];
  sent = [];
  isClosed = false;

  constructor(url) {
    this.url = new URL(url);
    FakeSocket.all.push(this);
  }

  static get last() {
    return FakeSocket.all.at(-1);
  }

  get token() {
    return this.url.searchParams.get('token');
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.isClosed = true;
  }

  /** What the client sent of a type. */
  of(type) {
    return this.sent.filter(message => message.type === type);
  }

  open() {
    this.onopen?.();
    return this.of('join').at(-1);
  }

  tell(message) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The server closes, or with 1006 the network. */
  end(code, reason = '') {
    this.onclose?.({ code, reason });
  }

  /** Acks the last message of a type. */
  ack(type, seq) {
    this.tell({ type: 'ack', id: this.of(type).at(-1).id, ...(seq !== undefined && { seq }) });
  }

  refuse(type, code) {
    this.tell({ type: 'error', id: this.of(type).at(-1).id, code, message: 'No.' });
  }
}

/** As much of an RTCPeerConnection as perfect negotiation sees. */
export class FakePeerConnection {
  static all = [];
  static #count = 0;
  localDescription = null;
  remoteDescription = null;
  signalingState = 'stable';
  connectionState = 'new';
  iceGatheringState = 'new';
  candidates = [];
  senders = [];
  transceivers = [];
  stats = new Map();
  isClosed = false;
  #name = `pc${++FakePeerConnection.#count}`;
  #generation = 0;
  #listeners = {};
  #wasStable = { local: null };

  constructor(configuration) {
    this.configuration = { ...configuration };
    FakePeerConnection.all.push(this);
  }

  static get last() {
    return FakePeerConnection.all.at(-1);
  }

  get ufrag() {
    return `${this.#name}g${this.#generation}`;
  }

  /** What only watches sees nothing here, but what a test tells. */
  addEventListener(type, listener) {
    (this.#listeners[type] ??= []).push(listener);
  }

  tell(type, event) {
    this.#listeners[type]?.forEach(listener => listener(event));
  }

  getConfiguration() {
    return this.configuration;
  }

  addTrack(track) {
    const sender = { track };
    this.senders.push(sender);
    this.#add(track.kind);
    return sender;
  }

  addTransceiver(kind) {
    this.#add(kind);
  }

  getTransceivers() {
    return this.transceivers;
  }

  getSenders() {
    return this.senders;
  }

  setConfiguration(configuration) {
    this.configuration = { ...configuration };
  }

  restartIce() {
    this.#generation++;
  }

  async getStats() {
    return this.stats;
  }

  async setLocalDescription() {
    if (this.signalingState === 'have-remote-offer') {
      this.localDescription = this.#describe('answer');
      this.#stabilize();
    } else {
      this.localDescription = this.#describe('offer');
      this.signalingState = 'have-local-offer';
    }
  }

  async setRemoteDescription(description) {
    if (description.type === 'offer') {
      if (this.signalingState === 'have-local-offer') {
        this.localDescription = this.#wasStable.local;
        this.#generation++;
      }

      this.signalingState = 'have-remote-offer';
      this.remoteDescription = description;
    } else {
      if (this.signalingState !== 'have-local-offer') {
        throw new Error(`An answer in ${this.signalingState}.`);
      }

      this.remoteDescription = description;
      this.#stabilize();
    }
  }

  async addIceCandidate(candidate) {
    this.candidates.push(candidate);
  }

  close() {
    this.isClosed = true;
  }

  /** Gathers one candidate. */
  gather(text) {
    const init = { candidate: text, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: this.ufrag };
    this.onicecandidate?.({ candidate: text === null ? null : { ...init, toJSON: () => init } });
  }

  become(state) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  needNegotiation() {
    this.onnegotiationneeded?.();
  }

  #add(kind) {
    this.transceivers.push({ receiver: { track: { kind } } });
    queueMicrotask(() => this.signalingState === 'stable' && this.localDescription === null && this.needNegotiation());
  }

  #describe(type) {
    return { type, sdp: sdpOf(this.ufrag) };
  }

  #stabilize() {
    this.signalingState = 'stable';
    this.#wasStable = { local: this.localDescription };
  }
}

export const sdpOf = ufrag => `v=0\r\na=ice-ufrag:${ufrag}\r\n`;

export const participant = (userId, members = {}) =>
  ({ user_id: userId, role: 'host', polite: false, audio_muted: false, video_muted: false, left_at: null, ...members });

export function session(status = 'connecting') {
  return { id: 'session-1', status, participants: [participant('me'), participant('other', { polite: true })] };
}

export function ticket(token = 'token-1', expiresAt = '2026-01-01T01:00:00Z') {
  return { session: session(), token, token_expires_at: expiresAt, websocket_url: 'ws://api.test/ws/webrtc/session-1' };
}

export function joined(members = {}) {
  const polite = members.polite ?? false;
  return {
    type: 'joined', session: session(), self: participant('me', { polite }), polite, peers: [], permissions: ['audio', 'video', 'screen_share'],
    ice_servers: [{ urls: ['stun:one.test'] }], epoch: 'epoch-1', seq: 0, resumed: false, negotiation: null, ...members,
  };
}

export const other = participant('other', { polite: true });

/** A clean world. */
export function begin() {
  FakeSocket.all = [];
  FakePeerConnection.all = [];
  globalThis.WebSocket = FakeSocket;
  globalThis.RTCPeerConnection = FakePeerConnection;
  Math.random = () => 0.5;
  return new Clock().install();
}
