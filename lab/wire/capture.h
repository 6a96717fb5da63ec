/*
 * capture.h - what passed on the wire, as a file for Wireshark and tcpdump.
 *
 * The format is pcapng (draft-ietf-opsawg-pcapng): unlike the older pcap, of
 * which libpcap is the writer, it keeps several interfaces with their names
 * apart, and so tells each host's view from the other's. A packet that got
 * lost stands in its sender's view only, one that was doubled twice in its
 * receiver's.
 */
#ifndef LAB_WIRE_CAPTURE_H
#define LAB_WIRE_CAPTURE_H

#include <stdio.h>

#include "lab/base/err.h"
#include "lab/log/event.h"

struct capture {
    FILE *out;      /* owned */
    int interfaces; /* how many the file describes so far */
    int error;      /* errno of the first write that failed; 0: none has */
    char file[256]; /* for messages */
};

/*
 * Make the file, or write over it. Returns 0, or -1 with ERR_INPUT.
 * capture_close() it.
 */
int capture_open(struct capture *capture, const char *file, struct err *err);

/*
 * Write all packets of a lane's log, seen from the server's and from the
 * client's interface. lane tells several lanes in one file apart; "" where
 * there is but one. Failures are reported by capture_close().
 */
void capture_log(struct capture *capture, const struct log *log,
                 const char *lane);

/*
 * Finish the file. Returns 0, or -1 with ERR_MACHINE and why when not all of
 * it could be written: a full disk, or RLIMIT_FSIZE (setrlimit(2)).
 */
int capture_close(struct capture *capture, struct err *err);

#endif
