//go:build !purego

#include "textflag.h"

// Each kernel walks over the 2 KiB of a block in eight steps of 256 bytes, four
// ZMM registers at a time, or sixteen steps of 128 bytes, four YMM registers.
// and and andNot gather what is left in Z4 (Y4) and tell whether it is zero,
// which costs nothing beside the loads.

// func and512(dst, src *Block) bool
TEXT ·and512(SB), NOSPLIT, $0-17
	MOVQ   dst+0(FP), DI
	MOVQ   src+8(FP), SI
	VPXORQ Z4, Z4, Z4
	MOVQ   $8, CX

and512loop:
	VMOVDQU64 (DI), Z0
	VMOVDQU64 64(DI), Z1
	VMOVDQU64 128(DI), Z2
	VMOVDQU64 192(DI), Z3
	VPANDQ    (SI), Z0, Z0
	VPANDQ    64(SI), Z1, Z1
	VPANDQ    128(SI), Z2, Z2
	VPANDQ    192(SI), Z3, Z3
	VMOVDQU64 Z0, (DI)
	VMOVDQU64 Z1, 64(DI)
	VMOVDQU64 Z2, 128(DI)
	VMOVDQU64 Z3, 192(DI)
	VPORQ     Z0, Z4, Z4
	VPORQ     Z1, Z2, Z1
	VPORQ     Z1, Z4, Z4
	VPORQ     Z3, Z4, Z4
	ADDQ      $256, DI
	ADDQ      $256, SI
	DECQ      CX
	JNZ       and512loop

	VPTESTMQ Z4, Z4, K1
	KMOVW    K1, AX
	TESTL    AX, AX
	SETNE    ret+16(FP)
	VZEROUPPER
	RET

// func andNot512(dst, src *Block) bool
TEXT ·andNot512(SB), NOSPLIT, $0-17
	MOVQ   dst+0(FP), DI
	MOVQ   src+8(FP), SI
	VPXORQ Z4, Z4, Z4
	MOVQ   $8, CX

andNot512loop:
	VMOVDQU64 (SI), Z0
	VMOVDQU64 64(SI), Z1
	VMOVDQU64 128(SI), Z2
	VMOVDQU64 192(SI), Z3
	VPANDNQ   (DI), Z0, Z0
	VPANDNQ   64(DI), Z1, Z1
	VPANDNQ   128(DI), Z2, Z2
	VPANDNQ   192(DI), Z3, Z3
	VMOVDQU64 Z0, (DI)
	VMOVDQU64 Z1, 64(DI)
	VMOVDQU64 Z2, 128(DI)
	VMOVDQU64 Z3, 192(DI)
	VPORQ     Z0, Z4, Z4
	VPORQ     Z1, Z2, Z1
	VPORQ     Z1, Z4, Z4
	VPORQ     Z3, Z4, Z4
	ADDQ      $256, DI
	ADDQ      $256, SI
	DECQ      CX
	JNZ       andNot512loop

	VPTESTMQ Z4, Z4, K1
	KMOVW    K1, AX
	TESTL    AX, AX
	SETNE    ret+16(FP)
	VZEROUPPER
	RET

// func or512(dst, src *Block)
TEXT ·or512(SB), NOSPLIT, $0-16
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ $8, CX

or512loop:
	VMOVDQU64 (DI), Z0
	VMOVDQU64 64(DI), Z1
	VMOVDQU64 128(DI), Z2
	VMOVDQU64 192(DI), Z3
	VPORQ     (SI), Z0, Z0
	VPORQ     64(SI), Z1, Z1
	VPORQ     128(SI), Z2, Z2
	VPORQ     192(SI), Z3, Z3
	VMOVDQU64 Z0, (DI)
	VMOVDQU64 Z1, 64(DI)
	VMOVDQU64 Z2, 128(DI)
	VMOVDQU64 Z3, 192(DI)
	ADDQ      $256, DI
	ADDQ      $256, SI
	DECQ      CX
	JNZ       or512loop
	VZEROUPPER
	RET

// func len512(b *Block) int
TEXT ·len512(SB), NOSPLIT, $0-16
	MOVQ   b+0(FP), DI
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	MOVQ   $8, CX

len512loop:
	VPOPCNTQ (DI), Z0
	VPOPCNTQ 64(DI), Z1
	VPOPCNTQ 128(DI), Z2
	VPOPCNTQ 192(DI), Z3
	VPADDQ   Z0, Z4, Z4
	VPADDQ   Z1, Z5, Z5
	VPADDQ   Z2, Z4, Z4
	VPADDQ   Z3, Z5, Z5
	ADDQ     $256, DI
	DECQ     CX
	JNZ      len512loop

	VPADDQ        Z5, Z4, Z4
	VEXTRACTI64X4 $1, Z4, Y5
	VPADDQ        Y5, Y4, Y4
	VEXTRACTI128  $1, Y4, X5
	VPADDQ        X5, X4, X4
	VPSRLDQ       $8, X4, X5
	VPADDQ        X5, X4, X4
	VMOVQ         X4, AX
	MOVQ          AX, ret+8(FP)
	VZEROUPPER
	RET

// func and256(dst, src *Block) bool
TEXT ·and256(SB), NOSPLIT, $0-17
	MOVQ  dst+0(FP), DI
	MOVQ  src+8(FP), SI
	VPXOR Y4, Y4, Y4
	MOVQ  $16, CX

and256loop:
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU 64(DI), Y2
	VMOVDQU 96(DI), Y3
	VPAND   (SI), Y0, Y0
	VPAND   32(SI), Y1, Y1
	VPAND   64(SI), Y2, Y2
	VPAND   96(SI), Y3, Y3
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, 64(DI)
	VMOVDQU Y3, 96(DI)
	VPOR    Y0, Y4, Y4
	VPOR    Y1, Y2, Y1
	VPOR    Y1, Y4, Y4
	VPOR    Y3, Y4, Y4
	ADDQ    $128, DI
	ADDQ    $128, SI
	DECQ    CX
	JNZ     and256loop

	VPTEST Y4, Y4
	SETNE  ret+16(FP)
	VZEROUPPER
	RET

// func andNot256(dst, src *Block) bool
TEXT ·andNot256(SB), NOSPLIT, $0-17
	MOVQ  dst+0(FP), DI
	MOVQ  src+8(FP), SI
	VPXOR Y4, Y4, Y4
	MOVQ  $16, CX

andNot256loop:
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), Y1
	VMOVDQU 64(SI), Y2
	VMOVDQU 96(SI), Y3
	VPANDN  (DI), Y0, Y0
	VPANDN  32(DI), Y1, Y1
	VPANDN  64(DI), Y2, Y2
	VPANDN  96(DI), Y3, Y3
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, 64(DI)
	VMOVDQU Y3, 96(DI)
	VPOR    Y0, Y4, Y4
	VPOR    Y1, Y2, Y1
	VPOR    Y1, Y4, Y4
	VPOR    Y3, Y4, Y4
	ADDQ    $128, DI
	ADDQ    $128, SI
	DECQ    CX
	JNZ     andNot256loop

	VPTEST Y4, Y4
	SETNE  ret+16(FP)
	VZEROUPPER
	RET

// func or256(dst, src *Block)
TEXT ·or256(SB), NOSPLIT, $0-16
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ $16, CX

or256loop:
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU 64(DI), Y2
	VMOVDQU 96(DI), Y3
	VPOR    (SI), Y0, Y0
	VPOR    32(SI), Y1, Y1
	VPOR    64(SI), Y2, Y2
	VPOR    96(SI), Y3, Y3
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, 64(DI)
	VMOVDQU Y3, 96(DI)
	ADDQ    $128, DI
	ADDQ    $128, SI
	DECQ    CX
	JNZ     or256loop
	VZEROUPPER
	RET
