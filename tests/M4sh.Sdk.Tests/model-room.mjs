// A room of the API and its network, as the contract says, where a schedule decides what arrives when.

import { participant } from './world.mjs';

const openFor = 15_000;

export class ModelRoom {
  /** How many there were: what a page got before its reload, or a gap too large, is not given again. */
  epoch = 0;
  remembers = true;
  #log = [];
  #seq = 0;
  #answers = new Map();
  #offer = null;
  #known = new Set();
  /** @type {ModelSocket[]} */
  sockets = [];

  static session = users => ({ id: 'session-1', status: 'connecting', participants: [...users].map(participantOf) });

  /** What can happen next on the network. */
  get steps() {
    return this.sockets.flatMap(socket => socket.steps);
  }

  attach(socket) {
    this.sockets.push(socket);
  }

  /** The server learns that a connection is gone. */
  detach(socket) {
    this.sockets = this.sockets.filter(each => each !== socket);
    if (socket.isJoined) {
      socket.isJoined = false;
      this.#other(socket)?.deliver({ type: 'peer-disconnected', user_id: socket.user });
    }
  }

  take(socket, message) {
    if (message.type === 'join') {
      this.#join(socket, message);
      return;
    }

    const key = `${socket.user} ${message.id}`;
    if (!this.#answers.has(key)) {
      this.#answers.set(key, this.#handle(socket, message));
    }

    socket.deliver({ id: message.id, ...this.#answers.get(key) });
  }

  #join(socket, { epoch, last_seq: lastSeq }) {
    const replaced = this.sockets.find(each => each !== socket && each.isJoined && each.user === socket.user);
    if (replaced) {
      replaced.isJoined = false;
      replaced.end(4409);
    }

    const isReload = epoch === undefined && this.#known.has(socket.user);
    const isBack = this.#known.has(socket.user);
    const resumed = epoch === String(this.epoch) && socket.room.remembers;
    if (this.epoch === 0 || isReload) {
      this.epoch++;
      this.#seq = 0;
      this.#log = [];
      this.#offer = null;
    }

    this.#known.add(socket.user);
    socket.isJoined = true;
    const other = this.#other(socket);
    if (this.#offer && !this.#offer.isAnswered && this.#offer.from_user_id !== socket.user) {
      this.#offer.openUntil = Date.now() + openFor;
    }

    other?.deliver(isBack && !isReload ? { type: 'peer-reconnected', user_id: socket.user }
      : { type: 'peer-joined', user_id: socket.user, epoch: String(this.epoch), restarted: isReload });
    socket.deliver({
      type: 'joined', session: ModelRoom.session(['host', 'guest']), self: participantOf(socket.user), polite: socket.user === 'guest',
      peers: other ? [participantOf(other.user)] : [], permissions: ['audio', 'video'], ice_servers: [], epoch: String(this.epoch),
      seq: resumed ? lastSeq : this.#seq, resumed, negotiation: resumed ? null : this.#negotiation(),
    });
    if (resumed) {
      this.#log.filter(message => message.seq > lastSeq && message.from_user_id !== socket.user).forEach(message => socket.deliver(message));
    }
  }

  #negotiation() {
    const offer = this.#offer && this.#log.find(message => message.seq === this.#offer.seq);
    const answer = offer && this.#log.find(message => message.type === 'answer' && message.offer_seq === offer.seq);
    return offer || this.#log.length > 0
      ? { ...(offer && { offer }), ...(answer && { answer }), candidates: this.#log.filter(message => message.type === 'ice-candidate') }
      : null;
  }

  #handle(socket, message) {
    const isOpen = this.#offer && !this.#offer.isAnswered && Date.now() < this.#offer.openUntil;
    const isOwn = this.#offer?.from_user_id === socket.user;
    switch (message.type) {
      case 'offer':
        if (isOpen && !isOwn && socket.user === 'guest') {
          return refused;
        }

        this.#offer = { from_user_id: socket.user, seq: this.#seq + 1, openUntil: Date.now() + openFor, isAnswered: false };
        return this.#relay(socket, message);
      case 'answer':
        if (!isOpen || isOwn || message.offer_seq !== this.#offer.seq) {
          return refused;
        }

        this.#offer.isAnswered = true;
        return this.#relay(socket, message);
      case 'ice-candidate':
      case 'mute':
        return this.#relay(socket, message);
      default:
        return { type: 'ack' };
    }
  }

  #relay(socket, { id, ...message }) {
    const relayed = { ...message, from_user_id: socket.user, seq: ++this.#seq };
    this.#log.push(relayed);
    this.#other(socket)?.deliver(relayed);
    return { type: 'ack', seq: relayed.seq };
  }

  #other(socket) {
    return this.sockets.find(each => each.isJoined && each.user !== socket.user);
  }
}

const refused = { type: 'error', code: 'glare', message: 'Another offer stands.' };

const participantOf = user => participant(user, { polite: user === 'guest' });

/** The browser's end and the server's end of one connection, with what is on its way between them. */
export class ModelSocket {
  static room;
  isJoined = false;
  #up = [];
  #down = [];
  /** Answers come another way than what is relayed. */
  #answers = [];
  #isOpen = false;
  #isGone = false;

  constructor(url) {
    this.user = url.searchParams.get('token');
    this.room = ModelSocket.room;
    this.room.attach(this);
  }

  get steps() {
    if (this.#isGone) {
      return [() => this.room.detach(this)];
    }

    return [
      ...(this.#isOpen ? [] : [() => this.#open()]),
      ...(this.#up.length > 0 ? [() => this.room.take(this, this.#up.shift())] : []),
      ...(this.#answers.length > 0 ? [() => this.#receive(this.#answers.shift())] : []),
      ...(this.#down.length > 0 ? [() => this.#receive(this.#down.shift())] : []),
    ];
  }

  send(text) {
    if (!this.#isGone) {
      this.#up.push(JSON.parse(text));
    }
  }

  deliver(message) {
    const isAnswer = message.type === 'ack' || message.type === 'error';
    (isAnswer ? this.#answers : this.#down).push(structuredClone(message));
  }

  end(code) {
    this.#down.push({ close: code });
  }

  /** The network fails: what is on its way is lost; what the server sees of it comes later. */
  cut() {
    if (!this.#isGone) {
      this.close();
      this.onclose?.({ code: 1006, reason: '' });
    }
  }

  close() {
    this.#isGone = true;
    this.#up = [];
    this.#down = [];
    this.#answers = [];
  }

  #open() {
    this.#isOpen = true;
    this.onopen?.();
  }

  #receive(message) {
    if (message.close) {
      this.#isGone = true;
      this.onclose?.({ code: message.close, reason: '' });
    } else {
      this.onmessage?.({ data: JSON.stringify(message) });
    }
  }
}
