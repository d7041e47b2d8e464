// Two calls of the SDK over a network on which everything may be late, lost and cut, at random: in the end they agree.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from '../../M4sh.SignalingApi/Sdk/m4sh.mjs';
import { ModelRoom, ModelSocket } from './model-room.mjs';
import { FakePeerConnection, begin, settle } from './world.mjs';

const schedules = Number(process.env.M4SH_SDK_SCHEDULES ?? 150);
const steps = 120;

/** Mulberry32: small, seeded. */
function randomOf(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Schedule {
  clock = begin();
  room = new ModelRoom();
  calls = new Map();
  /** By who sent it: what was sent, and what the other got. */
  sent = { host: [], guest: [] };
  got = { host: [], guest: [] };
  errors = [];
  #random;
  #joining = [];

  constructor(seed) {
    this.#random = randomOf(seed);
    Math.random = this.#random;
    ModelSocket.room = this.room;
    this.room.remembers = this.#random() < 0.8;
    globalThis.WebSocket = ModelSocket;
  }

  join(user) {
    this.calls.get(user)?.close();
    this.calls.set(user, undefined);
    const joinResponse = { session: ModelRoom.session(['host', 'guest']), token: user, token_expires_at: '2027-01-01T00:00:00Z', websocket_url: 'ws://api.test/' };
    this.#joining.push(join({ joinResponse, qualityInterval: 0, reconnectFor: Infinity }).then(call => {
      this.calls.set(user, call);
      call.addEventListener('mute', event => this.got[event.userId].push(event.kind));
      call.addEventListener('error', event => {
        event.preventDefault();
        this.errors.push(event.error);
      });
      call.addEventListener('closed', event => event.reason === 'closed' || this.errors.push(event.reason));
    }));
  }

  async step() {
    const chance = this.#random();
    const user = this.#random() < 0.5 ? 'host' : 'guest';
    const connection = this.calls.get(user)?.connection;
    if (chance < 0.03) {
      this.room.sockets.find(socket => socket.user === user)?.cut();
    } else if (chance < 0.035 && this.calls.get(user)) {
      this.join(user);
    } else if (chance < 0.05) {
      connection?.become('failed');
    } else if (chance < 0.07) {
      connection?.gather('candidate');
    } else if (chance < 0.1) {
      this.#say(user);
    } else if (chance < 0.2) {
      await this.clock.advance(this.#random() < 0.1 ? 8_000 : 300);
    } else {
      const next = this.room.steps;
      next[Math.floor(this.#random() * next.length)]?.();
    }

    await settle();
  }

  /** Something numbered for the other: the room passes any kind on. */
  #say(user) {
    const call = this.calls.get(user);
    if (this.calls.get('host') && this.calls.get('guest')) {
      const number = this.sent[user].length;
      this.sent[user].push(number);
      call.mute(number).catch(error => assert.equal(error.code, 'closed'));
    }
  }

  /** Nothing more goes wrong. */
  async finish() {
    for (let round = 0; round < 300; round++) {
      for (let next = this.room.steps; next.length > 0; next = this.room.steps) {
        next[Math.floor(this.#random() * next.length)]();
        await settle();
      }

      await this.clock.advance(300);
    }

    await Promise.all(this.#joining);
  }
}

test('Calls_OverARandomNetwork_AgreeInTheEnd_AndGetEverythingOnceAndInOrder', async () => {
  for (let seed = 1; seed <= schedules; seed++) {
    const schedule = new Schedule(seed);
    schedule.join('host');
    schedule.join('guest');
    for (let step = 0; step < steps; step++) {
      await schedule.step();
    }

    await schedule.finish();
    const [host, guest] = ['host', 'guest'].map(user => schedule.calls.get(user).connection);
    const agreed = [
      [host.signalingState, guest.signalingState],
      [host.localDescription?.sdp, guest.localDescription?.sdp],
      schedule.errors,
    ];
    assert.deepEqual(agreed, [['stable', 'stable'], [guest.remoteDescription?.sdp, host.remoteDescription?.sdp], []], `schedule ${seed}`);
    assert.equal(FakePeerConnection.all.filter(connection => !connection.isClosed).length, 2, `schedule ${seed}`);
    for (const user of ['host', 'guest']) {
      const got = schedule.got[user];
      assert.deepEqual(got, [...new Set(got)].sort((a, b) => a - b), `schedule ${seed}: twice, or out of order`);
      if (schedule.room.epoch === 1 && schedule.room.remembers) {
        assert.deepEqual(got, schedule.sent[user], `schedule ${seed}: lost`);
      }
    }

    schedule.calls.forEach(call => call.close());
  }
});
