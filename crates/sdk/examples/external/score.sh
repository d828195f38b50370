#!/bin/sh
# Scores by presence: 1 for an answer, 0 for silence. Each reply says "failure":null or "failure":"…".
while read -r line; do
    rest=$line scores=
    while :; do
        case $rest in
            *'"failure":'*) rest=${rest#*'"failure":'} ;;
            *) break ;;
        esac
        case $rest in
            null*) scores="$scores,1" ;;
            *) scores="$scores,0" ;;
        esac
    done
    printf '{"scores":[%s]}\n' "${scores#,}"
done
